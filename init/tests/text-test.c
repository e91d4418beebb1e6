/* SPDX-License-Identifier: MIT */
/* The grammar of values, type by type: what is taken, what is refused, what it means. */

#include "secret.h"
#include "test.h"
#include "text-values.h"

#include <string.h>
#include <sys/socket.h>

#define MANY "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" /* 63 */

static const char too_many[] = MANY "a";
static const char too_many_labels[] = MANY ".aa";
static const char four_times_many[] = MANY "." MANY "." MANY "." MANY;

typedef const char *(*reader)(const char *);

/* Each of the NULL-ended texts is taken, or none is. */
static void assert_all(reader read, const char *const *texts, bool good)
{
	for (; *texts; texts++) {
		const char *reason = read(*texts);

		if ((reason == NULL) != good)
			fail_msg("\"%s\": %s", *texts, reason ? reason : "was taken");
	}
}

#define ASSERT_GOOD(read, ...) assert_all(read, (const char *const[]){ __VA_ARGS__, NULL }, true)
#define ASSERT_BAD(read, ...) assert_all(read, (const char *const[]){ __VA_ARGS__, NULL }, false)

static const char *read_bool(const char *text)
{
	return text_bool(text, NULL);
}
static const char *read_ten(const char *text)
{
	return text_integer(text, -10, 10, NULL);
}
static const char *read_duration(const char *text)
{
	return text_duration(text, NULL);
}
static const char *read_size(const char *text)
{
	return text_size(text, NULL);
}
static const char *read_percent(const char *text)
{
	return text_percent(text, NULL);
}
static const char *read_port(const char *text)
{
	return text_port(text, NULL);
}
static const char *read_mac(const char *text)
{
	return text_mac(text, NULL);
}
static const char *read_address(const char *text)
{
	return text_address(text, NULL);
}
static const char *read_prefix(const char *text)
{
	return text_prefix(text, NULL);
}
static const char *read_network(const char *text)
{
	return text_network(text, NULL);
}
static const char *read_listen(const char *text)
{
	return text_listen(text, NULL);
}
static const char *read_server(const char *text)
{
	return text_server(text, NULL);
}

static void booleans(void **state)
{
	bool value = false;

	ASSERT_GOOD(read_bool, "yes", "no", "true", "false", "on", "off");
	ASSERT_BAD(read_bool, "", "Yes", "1", "0", "yes ", " no", "y", "enabled");
	assert_null(text_bool("on", &value));
	assert_true(value);
	assert_null(text_bool("false", &value));
	assert_false(value);
	(void)state;
}

static void integers(void **state)
{
	int64_t value = 77;

	ASSERT_GOOD(read_ten, "0", "10", "-10", "7");
	ASSERT_BAD(read_ten, "", "-", "+1", "01", "-0", "11", "-11", "1.0", "1 ", " 1", "0x1",
	    "1e1", "99999999999999999999999", "-99999999999999999999999");
	assert_non_null(text_integer("11", -10, 10, &value));
	assert_int_equal(value, 77);
	assert_null(text_integer("9223372036854775807", 0, INT64_MAX, &value));
	assert_true(value == INT64_MAX);
	assert_non_null(text_integer("9223372036854775808", 0, INT64_MAX, NULL));
	(void)state;
}

static void durations(void **state)
{
	uint64_t value;

	ASSERT_GOOD(read_duration, "0", "500ms", "10s", "5m", "2h", "7d", "36500d", "0s");
	ASSERT_BAD(read_duration, "", "5", "10 s", "10S", "1w", "-1s", "1.5s", "s", "1h30m", "05s",
	    "36501d", "18446744073709551615d", "99999999999999999999s");
	assert_null(text_duration("2h", &value));
	assert_int_equal(value, 7200000);
	assert_null(text_duration("1ms", &value));
	assert_int_equal(value, 1);
	(void)state;
}

static void sizes(void **state)
{
	uint64_t value;

	ASSERT_GOOD(read_size, "0", "512", "64K", "10M", "2G", "1T");
	ASSERT_BAD(read_size, "", "64k", "64KB", "64 K", "-1", "1.5G", "K", "8388608T",
	    "18446744073709551616");
	assert_null(text_size("64K", &value));
	assert_int_equal(value, 65536);
	assert_null(text_size("2G", &value));
	assert_true(value == UINT64_C(1) << 31);
	ASSERT_GOOD(read_percent, "1%", "75%", "100%");
	ASSERT_BAD(read_percent, "", "0%", "101%", "75", "%", "7 %", "075%");
	(void)state;
}

static void ports(void **state)
{
	ASSERT_GOOD(read_port, "1", "53", "65535");
	ASSERT_BAD(read_port, "", "0", "65536", "080", "http", "53/udp", "-1");
	(void)state;
}

static void macs(void **state)
{
	static const uint8_t wanted[6] = { 0x52, 0x54, 0x00, 0xab, 0xCD, 0x56 };
	uint8_t mac[6];

	ASSERT_GOOD(read_mac, "52:54:00:12:34:56", "52-54-00-ab-CD-56");
	ASSERT_BAD(read_mac, "", "52:54:00:12:34", "52:54:00:12:34:56:", "52:54:00:12:34:5g",
	    "525400123456", "52:54:00:12:34:5", "01:00:5e:00:00:01", "ff:ff:ff:ff:ff:ff");
	assert_null(text_mac("52-54-00-ab-CD-56", mac));
	assert_memory_equal(mac, wanted, 6);
	(void)state;
}

static void addresses(void **state)
{
	struct text_address address;
	struct text_prefix prefix;
	char out[TEXT_PREFIX_MAX];

	ASSERT_GOOD(read_address, "192.0.2.1", "0.0.0.0", "::", "2001:db8::1", "::ffff:192.0.2.1");
	ASSERT_BAD(read_address, "", "192.0.2", "192.0.2.256", "192.0.2.01", "192.0.2.1 ", "1",
	    "2001:db8::1::", "2001:db8::g", "[::1]", "fe80::1%eth0", "192.0.2.1/24", ":",
	    "12345::");
	ASSERT_GOOD(read_prefix, "192.0.2.10/24", "10.0.0.1/32", "2001:db8::10/64", "0.0.0.0/0",
	    "::/128");
	ASSERT_BAD(read_prefix, "192.0.2.10", "192.0.2.10/", "192.0.2.10/33", "192.0.2.10/-1",
	    "2001:db8::/129", "/24", "192.0.2.10/24/24", "192.0.2.10/024",
	    "192.0.2.10/255.255.255.0");
	ASSERT_GOOD(read_network, "192.0.2.0/24", "192.0.2.1", "2001:db8::/32", "::1", "0.0.0.0/0");
	ASSERT_BAD(read_network, "192.0.2.1/24", "2001:db8::1/64", "10.0.0.0/7x", "all",
	    "10.1.0.0/15");
	assert_null(text_address("2001:0DB8::0001", &address));
	assert_int_equal(address.family, AF_INET6);
	assert_string_equal(text_format_address(&address, out), "2001:db8::1");
	assert_null(text_prefix("192.0.2.10/24", &prefix));
	assert_int_equal(prefix.address.family, AF_INET);
	assert_string_equal(text_format_prefix(&prefix, out), "192.0.2.10/24");
	assert_null(text_network("::1", &prefix));
	assert_int_equal(prefix.length, 128);
	(void)state;
}

static void endpoints(void **state)
{
	struct text_listen listen;
	char out[TEXT_ADDRESS_MAX];

	ASSERT_GOOD(read_listen, "53", "192.0.2.1", "192.0.2.1:53", "::1", "[::1]", "[::1]:53",
	    "::");
	ASSERT_BAD(read_listen, "", "0", "65536", "192.0.2.1:", "192.0.2.1:0", ":53",
	    "[::1]:", "[::1", "[::1]53", "[192.0.2.1]:53", "[]", "*:53", "eth0", "::1 ",
	    "[::1]:53x", "host:80");
	ASSERT_GOOD(read_server, "192.0.2.1", "192.0.2.1:53", "::1", "[::1]:53");
	ASSERT_BAD(read_server, "", "53", "[192.0.2.1]", "example.net", "192.0.2.1:dns");

	assert_null(text_listen("8080", &listen));
	assert_true(listen.any);
	assert_int_equal(listen.port, 8080);
	assert_null(text_listen("[2001:db8::1]:443", &listen));
	assert_false(listen.any);
	assert_int_equal(listen.port, 443);
	assert_string_equal(text_format_address(&listen.address, out), "2001:db8::1");
	assert_null(text_listen("2001:db8::1", &listen));
	assert_int_equal(listen.port, 0);
	(void)state;
}

static void host_names(void **state)
{
	ASSERT_GOOD(text_hostname, "a", "web-1", "3com", "www.example.net", MANY);
	ASSERT_BAD(text_hostname, "", "-a", "a-", "a_b", "a..b", ".a", "a.", "a b", "a.-b", "a-.b",
	    too_many, too_many_labels, "h\xc3\xa9");
	ASSERT_GOOD(text_domain, ".", "example.net", "example.net.", "_sip._tcp.example.net",
	    "0/25.2.0.192.in-addr.arpa", "-odd-.example", four_times_many + 2);
	ASSERT_BAD(text_domain, "", "..", "a..b", ".a", "a b", "*.example.net", too_many,
	    four_times_many, "a\\.b");
	ASSERT_GOOD(text_host_pattern, "example.net", "*.example.net", "a");
	ASSERT_BAD(text_host_pattern, "", "*", "*.", "a.*.b", "example.net.", "**.a", "_a.b");
	(void)state;
}

static void names(void **state)
{
	ASSERT_GOOD(text_name, "dns", "a", "web-2", "abcdefghijklmnopqrstuvwxyz012345");
	ASSERT_BAD(text_name, "", "DNS", "2web", "_template", "a b", "a_b", "-a", "../x",
	    "abcdefghijklmnopqrstuvwxyz0123456");
	ASSERT_GOOD(text_card, "eth0", "enp3s0", "lan.10", "a_b-c", "123456789012345");
	ASSERT_BAD(text_card, "", "1234567890123456", "a/b", "..", ".", "a b", "a:b");
	ASSERT_GOOD(secret_name, "key", "tsig.key", "Kexample.net.+013+12345.private", "a_b");
	ASSERT_BAD(secret_name, "", ".key", "../key", "a/b", "a b", "k\xc3\xa9y");
	(void)state;
}

static void paths(void **state)
{
	ASSERT_GOOD(text_path, "http/www", "a", "a/b.c", "a/", "http/a b", "http/\xc3\xa9",
	    "http/www/.well-known/x", "secretsx", "a/secrets", "rolesx/y", "a..b");
	ASSERT_BAD(text_path, "", "/", "/etc", ".", "..", "../x", "a/../b", "a/..", "a//b", "a/./b",
	    "./a", ".git", "a/.hid", "a\tb", "a\nb", "secrets", "secrets/dns/k", "roles/x",
	    ".well-knownx", "a\x7f");
	(void)state;
}

static const char *read_utf8(const char *text)
{
	return text_utf8(text, strlen(text));
}

static void utf8(void **state)
{
	ASSERT_GOOD(read_utf8, "", "abc\t", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80",
	    "\xf4\x8f\xbf\xbf");
	ASSERT_BAD(read_utf8, "\xc2\x85", "\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf",
	    "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\033", "a\x7f",
	    "\xe2\x82", "\xf0\x9f\x98");
	assert_non_null(text_utf8("a\0b", 3));
	(void)state;
}

static void lists(void **state)
{
	const char *rest = "  one\ttwo   three ";
	char word[6];

	assert_int_equal(text_next_word(&rest, word, sizeof(word)), 1);
	assert_string_equal(word, "one");
	assert_int_equal(text_next_word(&rest, word, sizeof(word)), 1);
	assert_string_equal(word, "two");
	assert_int_equal(text_next_word(&rest, word, sizeof(word)), 1);
	assert_string_equal(word, "three");
	assert_int_equal(text_next_word(&rest, word, sizeof(word)), 0);
	assert_int_equal(text_next_word(&rest, word, sizeof(word)), 0);
	rest = "toolong x";
	assert_int_equal(text_next_word(&rest, word, sizeof(word)), -1);
	assert_int_equal(text_next_word(&rest, word, sizeof(word)), 1);
	assert_string_equal(word, "x");

	assert_true(text_list_has("dns http", "http"));
	assert_false(text_list_has("dns http", "htt"));
	assert_false(text_list_has("", ""));
	assert_false(text_list_has(NULL, "x"));
	(void)state;
}

static void nearest_names(void **state)
{
	static const char *const names[] = { "hostname", "roles", "address", "dns", NULL };

	assert_string_equal(text_nearest("hostnam", names), "hostname");
	assert_string_equal(text_nearest("adress", names), "address");
	assert_string_equal(text_nearest("role", names), "roles");
	assert_string_equal(text_nearest("dsn", names), "dns");
	assert_null(text_nearest("gateway", names));
	assert_null(text_nearest("x", names));
	assert_null(text_nearest("", names));
	assert_null(text_nearest(MANY MANY, names));
	(void)state;
}

static void a_bad_text_leaves_the_result_alone(void **state)
{
	struct text_listen listen = { .port = 9 };
	struct text_prefix prefix = { .length = 9 };
	uint64_t number = 9;
	uint16_t port = 9;

	assert_non_null(text_listen("192.0.2.1:99999", &listen));
	assert_non_null(text_network("192.0.2.1/24", &prefix));
	assert_non_null(text_size("9x", &number));
	assert_non_null(text_duration("9x", &number));
	assert_non_null(text_port("0", &port));
	assert_int_equal(listen.port, 9);
	assert_int_equal(prefix.length, 9);
	assert_int_equal(number, 9);
	assert_int_equal(port, 9);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(booleans),
		cmocka_unit_test(integers),
		cmocka_unit_test(durations),
		cmocka_unit_test(sizes),
		cmocka_unit_test(ports),
		cmocka_unit_test(macs),
		cmocka_unit_test(addresses),
		cmocka_unit_test(endpoints),
		cmocka_unit_test(host_names),
		cmocka_unit_test(names),
		cmocka_unit_test(paths),
		cmocka_unit_test(utf8),
		cmocka_unit_test(lists),
		cmocka_unit_test(nearest_names),
		cmocka_unit_test(a_bad_text_leaves_the_result_alone),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
