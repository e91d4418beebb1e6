/* SPDX-License-Identifier: MIT */
/* What Hyper-V's host is told, and that no question does harm. */

#include "answer.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static const char network[] = "card card=eth0 state=up mac=00:15:5d:00:00:01 mtu=1500\n"
                              "address card=eth0 address=192.0.2.10/24 from=dhcp\n"
                              "address card=eth0 address=2001:db8::10/64 from=router\n"
                              "lease card=eth0 address=192.0.2.10/24 seconds=3600\n"
                              "card card=eth1 state=up mac=00:15:5d:00:00:02 mtu=1500\n"
                              "address card=eth1 address=198.51.100.7/28 from=site\n"
                              "route card=eth0 to=0.0.0.0/0 via=192.0.2.1 metric=100\n"
                              "route card=eth0 to=203.0.113.0/24 via=192.0.2.9 metric=100\n"
                              "dns server=192.0.2.53 from=eth0\n";

static const struct answer_facts facts = { "web7", "Whit", "0.1.2", "6.12.117", network };

static struct hv_kvp_msg ask(unsigned operation, unsigned pool, unsigned index)
{
	struct hv_kvp_msg message;

	memset(&message, 0xff, sizeof(message)); /* what the host has left there */
	message.kvp_hdr.operation = (__u8)operation;
	message.kvp_hdr.pool = (__u8)pool;
	message.body.kvp_enum_data.index = index;
	answer_question(&message, &facts);
	return message;
}

static void each_index_has_its_key_and_value(void **state)
{
	static const char *const wanted[][2] = {
		{ "FullyQualifiedDomainName", "web7" },
		{ "IntegrationServicesVersion", "3.1" },
		{ "NetworkAddressIPv4", "192.0.2.10;198.51.100.7" },
		{ "NetworkAddressIPv6", "2001:db8::10" },
		{ "OSBuildNumber", "6.12.117" },
		{ "OSName", "Whit" },
		{ "OSMajorVersion", "0" },
		{ "OSMinorVersion", "1" },
		{ "OSVersion", "0.1.2" },
		{ "ProcessorArchitecture", "x86_64" },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		struct hv_kvp_msg message = ask(KVP_OP_ENUMERATE, KVP_POOL_AUTO, i);

		assert_int_equal(message.error, HV_S_OK);
		assert_string_equal((char *)message.body.kvp_enum_data.data.key, wanted[i][0]);
		assert_string_equal((char *)message.body.kvp_enum_data.data.value, wanted[i][1]);
		assert_int_equal(message.body.kvp_enum_data.data.value_type, REG_SZ);
	}
}

static void there_is_an_end(void **state)
{
	(void)state;
	assert_int_equal(ask(KVP_OP_ENUMERATE, KVP_POOL_AUTO, 10).error, (int)HV_S_CONT);
	assert_int_equal(ask(KVP_OP_ENUMERATE, KVP_POOL_AUTO, ~0U).error, (int)HV_S_CONT);
	assert_int_equal(ask(KVP_OP_ENUMERATE, KVP_POOL_GUEST, 0).error, (int)HV_S_CONT);
	assert_int_equal(ask(KVP_OP_GET, KVP_POOL_AUTO, 0).error, (int)HV_S_CONT);
}

static void nothing_can_be_changed(void **state)
{
	(void)state;
	assert_int_equal(ask(KVP_OP_SET, KVP_POOL_GUEST, 0).error, (int)HV_E_FAIL);
	assert_int_equal(ask(KVP_OP_DELETE, KVP_POOL_EXTERNAL, 0).error, (int)HV_E_FAIL);
	assert_int_equal(ask(KVP_OP_SET_IP_INFO, 0, 0).error, (int)HV_E_FAIL);
	assert_int_equal(ask(255, 255, 0).error, (int)HV_E_FAIL);
}

static struct hv_kvp_msg ask_card(const char *mac, unsigned family)
{
	struct hv_kvp_msg message = { 0 };

	message.kvp_hdr.operation = KVP_OP_GET_IP_INFO;
	memcpy(message.body.kvp_ip_val.adapter_id, mac, strlen(mac));
	message.body.kvp_ip_val.addr_family = (__u8)family;
	answer_question(&message, &facts);
	return message;
}

static void a_card_is_known_by_its_address(void **state)
{
	struct hv_kvp_msg message = ask_card("00:15:5D:00:00:01", ADDR_FAMILY_NONE);
	const struct hv_kvp_ipaddr_value *value = &message.body.kvp_ip_val;

	(void)state;
	assert_int_equal(message.error, HV_S_OK);
	assert_string_equal((const char *)value->ip_addr, "192.0.2.10;2001:db8::10");
	assert_string_equal((const char *)value->sub_net, "255.255.255.0;64");
	assert_string_equal((const char *)value->gate_way, "192.0.2.1");
	assert_string_equal((const char *)value->dns_addr, "192.0.2.53");
	assert_int_equal(value->dhcp_enabled, 1);
	assert_int_equal(value->addr_family, ADDR_FAMILY_IPV4 | ADDR_FAMILY_IPV6);
	message = ask_card("00-15-5D-00-00-02", ADDR_FAMILY_IPV4);
	assert_int_equal(message.error, HV_S_OK);
	assert_string_equal((const char *)value->ip_addr, "198.51.100.7");
	assert_string_equal((const char *)value->sub_net, "255.255.255.240");
	assert_int_equal(value->dhcp_enabled, 0);
	assert_int_equal(ask_card("00:15:5d:00:00:03", 0).error, (int)HV_GUID_NOTFOUND);
	assert_int_equal(ask_card("", 0).error, (int)HV_GUID_NOTFOUND);
}

static void what_does_not_fit_is_left_out(void **state)
{
	enum { ADDRESSES = 300 };
	static char many[ADDRESSES * 80];
	struct answer_facts crowded = facts;
	struct hv_kvp_msg message = { 0 };
	size_t used = 0;

	(void)state;
	for (unsigned i = 0; i < ADDRESSES; i++)
		used += (size_t)snprintf(many + used, sizeof(many) - used,
		    "address card=eth0 address=2001:db8:1111:2222:3333:4444:5555:%x/64 from=site\n",
		    i);
	crowded.network = many;
	message.kvp_hdr.operation = KVP_OP_ENUMERATE;
	message.kvp_hdr.pool = KVP_POOL_AUTO;
	message.body.kvp_enum_data.index = 3;
	answer_question(&message, &crowded);
	used = strlen((char *)message.body.kvp_enum_data.data.value);
	assert_in_range(used, 900, HV_KVP_EXCHANGE_MAX_VALUE_SIZE / 2 - 2);
	assert_int_not_equal(message.body.kvp_enum_data.data.value[used - 1], ';');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_index_has_its_key_and_value),
		cmocka_unit_test(there_is_an_end),
		cmocka_unit_test(nothing_can_be_changed),
		cmocka_unit_test(a_card_is_known_by_its_address),
		cmocka_unit_test(what_does_not_fit_is_left_out),
	};

	return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
