/* SPDX-License-Identifier: MIT */
/* A DHCPv6 lease as udhcpc6 tells it: what is taken, and what a server may not do to us. */

#include "lease6.h"
#include "test.h"

#include <string.h>
#include <sys/socket.h>

static const char *const *environment; /* pairs, ended by NULL */
static struct lease6 lease;
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
	return lease6_read(&lease, value, &problems);
}

#define TAKE(...) take((const char *const[]){ __VA_ARGS__, NULL })

static void a_usual_lease(void **state)
{
	char text[TEXT_PREFIX_MAX];

	(void)state;
	assert_int_equal(TAKE("ipv6", "2001:0db8:0000:0000:0000:0000:0000:0042", "lease", "3600",
	                     "dns", "2001:0db8:0000:0000:0000:0000:0000:0053 fd00::53", "search",
	                     "example.net example.org"),
	    0);
	assert_int_equal(problems.count, 0);
	assert_string_equal(text_format_prefix(&lease.address, text), "2001:db8::42/128");
	assert_int_equal(lease.dns_count, 2);
	assert_int_equal(lease.seconds, 3600);
	assert_string_equal(lease.search, "example.net example.org");
}

static void name_servers_alone_are_a_lease_too(void **state)
{
	(void)state;
	assert_int_equal(TAKE("dns", "2001:db8::53"), 0);
	assert_int_equal(lease.address.length, 0);
	assert_int_equal(lease.dns_count, 1);
}

static void no_good_address_is_no_lease(void **state)
{
	static const char *const bad[] = { "", "::", "::1", "ff02::1", "fe80::1", "febf::1",
		"::ffff:192.0.2.1", "::192.0.2.1", "192.0.2.1", "2001:db8::1/64",
		"2001:db8::1; x" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (TAKE("ipv6", bad[i]) != -1)
			fail_msg("\"%s\" was taken", bad[i]);
		assert_int_equal(problems.count, 1);
	}
}

static void bad_parts_are_left_out(void **state)
{
	(void)state;
	assert_int_equal(TAKE("ipv6", "2001:db8::1", "dns", "$(x) ::1 fe80::1 2001:db8::53",
	                     "search", "a..b example.net", "lease", "-1"),
	    0);
	assert_int_equal(lease.dns_count, 1);
	assert_string_equal(lease.search, "example.net");
	assert_int_equal(lease.seconds, 0);
	assert_int_equal(problems.count, 4);
}

static void nothing_overflows(void **state)
{
	static char list[20000];

	(void)state;
	for (size_t used = 0; used + 40 < sizeof(list);)
		used += (size_t)snprintf(list + used, sizeof(list) - used, "2001:db8::1 ");
	assert_int_equal(TAKE("ipv6", "2001:db8::1", "dns", list, "search", list), 0);
	assert_int_equal(lease.dns_count, LEASE_SERVERS);
	assert_true(strlen(lease.search) < LEASE_TEXT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_usual_lease),
		cmocka_unit_test(name_servers_alone_are_a_lease_too),
		cmocka_unit_test(no_good_address_is_no_lease),
		cmocka_unit_test(bad_parts_are_left_out),
		cmocka_unit_test(nothing_overflows),
	};
	int failed = cmocka_run_group_tests_name("lease6", tests, NULL, NULL);

	problems_free(&problems);
	return failed;
}
