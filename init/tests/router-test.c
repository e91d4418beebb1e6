/* SPDX-License-Identifier: MIT */
/* Name servers of routers (RFC 8106): taken, renewed, taken back, forgotten; nothing else is. */

#include "router.h"
#include "test.h"

#include <string.h>
#include <sys/socket.h>

enum { CARD = 7, OPTION = 24 };

static union {
	struct nlmsghdr header;
	char space[512];
} message;

/* An advertisement of one server, fd99::NUMBER, for so many seconds. */
static bool advertise(uint8_t number, uint32_t seconds, int64_t now)
{
	struct nduseroptmsg fixed = { .nduseropt_family = AF_INET6,
		.nduseropt_ifindex = CARD,
		.nduseropt_opts_len = OPTION };
	uint8_t option[OPTION] = { 25, 3, 0, 0, (uint8_t)(seconds >> 24), (uint8_t)(seconds >> 16),
		(uint8_t)(seconds >> 8), (uint8_t)seconds, 0xfd, 0x99 };

	option[OPTION - 1] = number;
	message.header = (struct nlmsghdr){ .nlmsg_type = RTM_NEWNDUSEROPT,
		.nlmsg_len = NLMSG_LENGTH(sizeof(fixed)) + OPTION };
	memcpy(message.space + NLMSG_HDRLEN, &fixed, sizeof(fixed));
	memcpy(message.space + NLMSG_LENGTH(sizeof(fixed)), option, OPTION);
	return router_read(&message.header, now);
}

static void a_server_is_taken_and_forgotten(void **state)
{
	(void)state;
	assert_true(advertise(1, 60, 0));
	assert_false(advertise(1, 120, 1000)); /* renewed: nothing new */
	assert_true(advertise(2, 60, 1000));
	assert_int_equal(router_of(CARD)->dns_count, 2);
	assert_true(router_forget(INT64_C(62) * 1000));
	assert_int_equal(router_of(CARD)->dns_count, 1);
	assert_int_equal(router_of(CARD)->dns[0].address.bytes[15], 1);
	assert_true(advertise(1, 0, INT64_C(63) * 1000)); /* taken back */
	assert_int_equal(router_of(CARD)->dns_count, 0);
	assert_null(router_of(0));
}

static void only_so_many_are_taken(void **state)
{
	(void)state;
	for (int i = 1; i <= ROUTER_SERVERS + 3; i++)
		advertise((uint8_t)i, UINT32_MAX, 0);
	assert_int_equal(router_of(CARD)->dns_count, ROUTER_SERVERS);
	assert_true(router_forget(25LL * 60 * 60 * 1000)); /* nobody's word lasts for ever */
	assert_int_equal(router_of(CARD)->dns_count, 0);
}

static void bad_messages_are_left_alone(void **state)
{
	(void)state;
	advertise(1, 60, 0);
	router_forget(INT64_MAX);
	for (uint32_t length = 0; length < message.header.nlmsg_len; length++) {
		uint32_t whole = message.header.nlmsg_len;

		message.header.nlmsg_len = length;
		assert_false(router_read(&message.header, 0));
		message.header.nlmsg_len = whole;
	}
	message.space[NLMSG_LENGTH(sizeof(struct nduseroptmsg)) + 1] =
	    0; /* an option of no length */
	assert_false(router_read(&message.header, 0));
	message.space[NLMSG_LENGTH(sizeof(struct nduseroptmsg)) + 1] = 4; /* beyond the end */
	assert_false(router_read(&message.header, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_server_is_taken_and_forgotten),
		cmocka_unit_test(only_so_many_are_taken),
		cmocka_unit_test(bad_messages_are_left_alone),
	};

	return cmocka_run_group_tests_name("router", tests, NULL, NULL);
}
