/* SPDX-License-Identifier: MIT */
/* A DHCP lease as udhcpc tells it: what is taken, and what a server may not do to us. */

#include "lease.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static const char *const *environment; /* pairs, ended by NULL */
static struct lease lease;
static struct problems problems;

static const char *value(const char *name)
{
	for (size_t i = 0; environment[i] != NULL; i += 2)
		if (strcmp(environment[i], name) == 0)
			return environment[i + 1];
	return NULL;
}

static int take(const char *const *pairs)
{
	environment = pairs;
	problems_free(&problems);
	return lease_read(&lease, value, &problems);
}

#define TAKE(...) take((const char *const[]){ __VA_ARGS__, NULL })

static void a_usual_lease(void **state)
{

	(void)state;
	assert_int_equal(TAKE("interface", "eth0", "ip", "10.0.2.15", "mask", "24", "router",
	                     "10.0.2.2 10.0.2.3", "dns", "10.0.2.3 9.9.9.9", "domain",
	                     "example.net", "lease", "86400", "ntpsrv", "10.0.2.4", "mtu", "1400"),
	    0);
	assert_int_equal(problems.count, 0);
	assert_int_equal(lease.address.length, 24);
	assert_int_equal(lease.route_count, 1);
	assert_int_equal(lease.mtu, 1400);
	assert_int_equal(lease.dns_count, 2);
	assert_int_equal(lease.ntp_count, 1);
	assert_int_equal(lease.seconds, 86400);
	assert_string_equal(lease.search, "example.net");
}

static void classless_routes_replace_the_router(void **state)
{
	(void)state;
	assert_int_equal(TAKE("ip", "10.0.2.15", "mask", "24", "router", "10.0.2.2", "staticroutes",
	                     "192.168.0.0/16 10.0.2.9 10.5.0.1/32 0.0.0.0 0.0.0.0/0 10.0.2.7"),
	    0);
	assert_int_equal(lease.route_count, 3);
	assert_int_equal(lease.routes[1].via.family, 0);
	assert_int_equal(lease.routes[2].to.length, 0);
	assert_int_equal(lease.routes[2].via.bytes[3], 7);
}

static void a_route_to_the_machine_itself_is_none(void **state)
{
	(void)state;
	assert_int_equal(TAKE("ip", "10.0.2.15", "mask", "24", "staticroutes",
	                     "127.0.0.1/32 10.0.2.9 127.0.0.0/8 10.0.2.9 0.0.0.0/0 10.0.2.7"),
	    0);
	assert_int_equal(lease.route_count, 1);
	assert_int_equal(lease.routes[0].to.length, 0);
}

static void no_good_address_is_no_lease(void **state)
{
	static const char *const bad[] = {
		"",
		"0.0.0.0",
		"127.0.0.1",
		"224.0.0.1",
		"255.255.255.255",
		"10.0.2",
		"::1",
		"10.0.2.15; reboot",
		"10.0.2.15/24",
	};

	(void)state;
	assert_int_equal(TAKE("mask", "24"), -1);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (TAKE("ip", bad[i], "mask", "24") != -1)
			fail_msg("\"%s\" was taken", bad[i]);
		assert_int_equal(problems.count, 1);
	}
}

static void bad_parts_are_left_out(void **state)
{
	(void)state;
	assert_int_equal(TAKE("ip", "10.0.2.15", "mask", "99", "router", "evil", "dns",
	                     "10.0.2.3 $(x) 0.0.0.0", "domain", "a..b", "mtu", "68", "lease", "-1"),
	    0);
	assert_int_equal(lease.address.length, 32);
	assert_int_equal(lease.route_count, 0);
	assert_int_equal(lease.dns_count, 1);
	assert_string_equal(lease.search, "");
	assert_int_equal(lease.mtu, 0);
	assert_int_equal(problems.count, 6);
}

static void a_netmask_is_ones_then_zeros(void **state)
{
	static const struct {
		const char *subnet;
		const char *mask;
		unsigned length;
	} cases[] = {
		{ "255.255.255.0", "24", 24 },
		{ "255.255.255.255", "32", 32 },
		{ "255.255.254.0", "23", 23 },
		{ "255.0.0.0", "8", 8 },
		{ "254.0.0.0", "7", 32 },
		{ "0.0.0.0", "0", 32 },
		{ "255.0.255.0", "16", 32 },
		{ "0.0.0.255", "8", 32 },
		{ "2001:db8::", "16", 32 },
		{ "255.255.255", "24", 32 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(TAKE("ip", "10.0.2.15", "subnet", cases[i].subnet, "mask",
		                     cases[i].mask),
		    0);
		if (lease.address.length != cases[i].length)
			fail_msg("%s: %u", cases[i].subnet, lease.address.length);
	}
}

static void an_mtu_that_takes_ipv6_away_is_none(void **state)
{
	(void)state;
	assert_int_equal(TAKE("ip", "10.0.2.15", "mtu", "1279"), 0);
	assert_int_equal(lease.mtu, 0);
	assert_int_equal(problems.count, 1);
	assert_int_equal(TAKE("ip", "10.0.2.15", "mtu", "1280"), 0);
	assert_int_equal(lease.mtu, 1280);
	assert_int_equal(problems.count, 0);
}

static struct lease_route route(const char *to, const char *via)
{
	struct lease_route made = { 0 };

	assert_null(text_prefix(to, &made.to));
	if (via != NULL)
		assert_null(text_address(via, &made.via));
	return made;
}

static void it_knows_its_routes(void **state)
{
	static const struct {
		const char *to;
		const char *via;
		bool given;
	} cases[] = {
		{ "192.168.0.0/16", "10.0.2.9", true },
		{ "192.168.7.7/16", "10.0.2.9", true },
		{ "192.168.0.0/16", "10.0.2.8", false },
		{ "192.168.0.0/17", "10.0.2.9", false },
		{ "192.169.0.0/16", "10.0.2.9", false },
		{ "192.168.0.0/16", NULL, false },
		{ "10.5.0.1/32", NULL, true },
		{ "0.0.0.0/0", "10.0.2.7", true },
	};

	(void)state;
	assert_int_equal(TAKE("ip", "10.0.2.15", "mask", "24", "staticroutes",
	                     "192.168.0.0/16 10.0.2.9 10.5.0.1/32 0.0.0.0 0.0.0.0/0 10.0.2.7"),
	    0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct lease_route one = route(cases[i].to, cases[i].via);

		if (lease_gives(&lease, &one) != cases[i].given)
			fail_msg("%s", cases[i].to);
	}
}

static void a_narrower_route_takes_from_a_wider_one(void **state)
{
	static const struct {
		const char *route;
		const char *network;
		bool takes;
	} cases[] = {
		{ "10.50.7.0/24", "10.50.0.0/16", true },
		{ "10.50.0.0/16", "10.50.0.0/16", true },
		{ "10.50.0.0/17", "10.50.0.0/16", true },
		{ "10.50.3.4/32", "10.50.0.0/16", true },
		{ "10.0.0.0/8", "10.50.0.0/16", false },
		{ "0.0.0.0/0", "10.50.0.0/16", false },
		{ "10.51.0.0/24", "10.50.0.0/16", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct lease_route one = route(cases[i].route, NULL);
		struct lease_route other = route(cases[i].network, NULL);

		if (lease_route_takes(&one, &other.to) != cases[i].takes)
			fail_msg("%s, %s", cases[i].route, cases[i].network);
	}
}

static void nothing_overflows(void **state)
{
	static char list[20000];

	(void)state;
	for (size_t used = 0; used + 40 < sizeof(list);)
		used += (size_t)snprintf(list + used, sizeof(list) - used, "10.1.2.0/24 10.0.2.2 ");
	assert_int_equal(TAKE("ip", "10.0.2.15", "staticroutes", list, "dns", list, "search", list),
	    0);
	assert_int_equal(lease.route_count, LEASE_ROUTES);
	assert_int_equal(lease.dns_count, LEASE_SERVERS);
	assert_true(strlen(lease.search) < LEASE_TEXT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_usual_lease),
		cmocka_unit_test(classless_routes_replace_the_router),
		cmocka_unit_test(a_route_to_the_machine_itself_is_none),
		cmocka_unit_test(no_good_address_is_no_lease),
		cmocka_unit_test(bad_parts_are_left_out),
		cmocka_unit_test(a_netmask_is_ones_then_zeros),
		cmocka_unit_test(an_mtu_that_takes_ipv6_away_is_none),
		cmocka_unit_test(it_knows_its_routes),
		cmocka_unit_test(a_narrower_route_takes_from_a_wider_one),
		cmocka_unit_test(nothing_overflows),
	};
	int failed = cmocka_run_group_tests_name("lease", tests, NULL, NULL);

	problems_free(&problems);
	return failed;
}
