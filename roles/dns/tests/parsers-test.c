/* SPDX-License-Identifier: MIT */
/* The pure parts of role dns: keys, peers, places in zone files, merging. */
#include "peers.h"
#include "tests/test.h"
#include "tsig-key.h"
#include "zone-merge.h"
#include "zone-text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define SECRET "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0"

static const char *parse(const char *text, struct tsig_key *key, unsigned *line)
{
	return tsig_key_parse(text, strlen(text), key, line);
}

static void a_key_as_tsig_keygen_writes_it_is_taken(void **state)
{
	struct tsig_key key;
	unsigned line;

	(void)state;
	assert_null(parse("key \"Transfer.Example.NET.\" {\n\talgorithm hmac-sha256;\n"
	                  "\tsecret \"" SECRET "\";\n};\n",
	    &key, &line));
	assert_string_equal(key.name, "transfer.example.net");
	assert_string_equal(key.algorithm, "hmac-sha256");
	assert_string_equal(key.secret, SECRET);
	assert_null(parse("key x{secret " SECRET ";algorithm hmac-sha512;};", &key, &line));
	assert_string_equal(key.name, "x");
}

static void anything_else_is_no_key(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
	} bad[] = {
		{ "", 1 },
		{ "key", 1 },
		{ "key \"\" { };", 1 },
		{ "key \"a b\" { };", 1 },
		{ "key \"a\" {\nalgorithm hmac-md5;\nsecret \"" SECRET "\";\n};", 2 },
		{ "key \"a\" {\nalgorithm hmac-sha256;\nsecret \"short===\";\n};", 3 },
		{ "key \"a\" {\nalgorithm hmac-sha256;\nsecret \"AAAA\";\n};", 3 },
		{ "key \"a\" {\nalgorithm hmac-sha256;\nsecret \"" SECRET "*\";\n};", 3 },
		{ "key \"a\" {\nalgorithm hmac-sha256;\nalgorithm hmac-sha256;\n};", 3 },
		{ "key \"a\" {\nsecret \"" SECRET "\";\nsecret \"" SECRET "\";\n};", 3 },
		{ "key \"a\" {\nalgorithm hmac-sha256;\nsecret \"" SECRET "\"\n};", 4 },
		{ "key \"a\" {\nalgorithm hmac-sha256;\nsecret \"" SECRET "\";\n}", 4 },
		{ "key \"a\" {\nalgorithm hmac-sha256;\nsecret \"" SECRET ";\n};", 3 },
		{ "key \"a\" {\nalgorithm hmac-sha256;\nsecret \"" SECRET "\";\n};\nkey", 5 },
		{ "server 192.0.2.1 { keys a; };", 1 },
	};
	struct tsig_key key;
	unsigned line;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_non_null(parse(bad[i].text, &key, &line));
		assert_int_equal(line, bad[i].line);
	}
}

static void a_line_of_peers_has_addresses_then_a_key(void **state)
{
	struct peers peers;

	(void)state;
	assert_null(peers_read_servers("192.0.2.1 [2001:db8::1]:5353 key Transfer.", &peers));
	assert_int_equal(peers.count, 2);
	assert_int_equal(peers.networks[1].address.family, AF_INET6);
	assert_int_equal(peers.ports[0], 0);
	assert_int_equal(peers.ports[1], 5353);
	assert_string_equal(peers.key, "transfer");
	assert_null(peers_read_rule("192.0.2.0/24", &peers));
	assert_int_equal(peers.networks[0].length, 24);
	assert_null(peers_read_rule("key transfer", &peers));
	assert_int_equal(peers.count, 0);
	assert_non_null(peers_read_servers("key transfer", NULL));
	assert_non_null(peers_read_servers("192.0.2.0/24", NULL));
	assert_non_null(peers_read_rule("192.0.2.1 key", NULL));
	assert_non_null(peers_read_rule("key a 192.0.2.1", NULL));
	assert_non_null(peers_read_rule("", NULL));
	assert_null(peers_check_notify("none"));
	assert_null(peers_check_transfer("none"));
	assert_null(peers_check_update("none"));
	assert_non_null(peers_check_update("192.0.2.1"));
	assert_null(peers_check_update("192.0.2.1 key a"));
}

static void a_name_is_found_in_its_line(void **state)
{
	static const char zone[] = "$TTL 300 ; a comment ( that opens nothing\n"
	                           "@ SOA ns hostmaster (\n"
	                           "  1 2 3 4 5 )\n"
	                           "\tNS ns\n"
	                           "\n"
	                           "ns A 192.0.2.1\n"
	                           "www TXT \"a ; b ( c\"\n"
	                           "    CNAME ns\n"
	                           "$ORIGIN deep.example.net.\n"
	                           "x A 192.0.2.1\n"
	                           "WWW.Example.Org. A 192.0.2.1\n";
	size_t length = sizeof(zone) - 1;

	(void)state;
	assert_int_equal(zone_text_line(zone, length, "example.net", "example.net.", NULL), 2);
	assert_int_equal(zone_text_line(zone, length, "example.net.", "example.net", "NS"), 4);
	assert_int_equal(zone_text_line(zone, length, "example.net", "www.example.net.", "CNAME"),
	    8);
	assert_int_equal(zone_text_line(zone, length, "example.net", "www.example.net.", "MX"), 7);
	assert_int_equal(zone_text_line(zone, length, "example.net", "x.deep.example.net.", NULL),
	    10);
	assert_int_equal(zone_text_line(zone, length, "example.net", "www.example.org.", NULL), 11);
	assert_int_equal(zone_text_line(zone, length, "example.net", "no.example.net.", NULL), 0);
}

static void what_is_included_must_go_with_the_site(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
	} zones[] = {
		{ "$INCLUDE hosts\n$include ../common/hosts\n$INCLUDE \"./more hosts\" sub ; x\n",
		    0 },
		{ "www TXT $INCLUDE /etc/hosts\n $INCLUDE /etc/hosts\n", 0 },
		{ "\n$INCLUDE /etc/hosts\n", 2 },
		{ "$INCLUDE a\n$include \"../../../a\"", 2 },
		{ "$INCLUDE ../../secrets/dns/a", 1 },
		{ "$INCLUDE ../../roles/a", 1 },
		{ "$INCLUDE .a", 1 },
		{ "$INCLUDE a/../b~", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		assert_int_equal(zone_text_stray_include(zones[i].text, strlen(zones[i].text)),
		    zones[i].line);
}

static void complaints_are_taken_apart(void **state)
{
	struct zone_complaint complaint;

	(void)state;
	zone_complaint_read("error: [a.] zone loader, error in zone, file '/s/a.zone', line 12 "
	                    "(invalid (odd) address)",
	    &complaint);
	assert_int_equal(complaint.kind, ZONE_BAD_LINE);
	assert_int_equal(complaint.line, 12);
	assert_string_equal(complaint.file, "/s/a.zone");
	assert_string_equal(complaint.why, "invalid (odd) address");
	zone_complaint_read("[sub.a.] missing glue record", &complaint);
	assert_int_equal(complaint.kind, ZONE_BAD_NAME);
	assert_string_equal(complaint.owner, "sub.a.");
	assert_string_equal(zone_complaint_type(complaint.why), "NS");
	assert_string_equal(zone_complaint_type("another record exists beside CNAME"), "CNAME");
	assert_null(zone_complaint_type("unknown error"));
	zone_complaint_read("warning: [a.] zone loader, ignoring out-of-zone data, owner b.",
	    &complaint);
	assert_int_equal(complaint.kind, ZONE_OUTSIDE);
	assert_string_equal(complaint.owner, "b.");
	zone_complaint_read("Error summary:", &complaint);
	assert_int_equal(complaint.kind, ZONE_NOISE);
}

#define SOA(serial, refresh) "a.\t300\tSOA\tns.a. h.a. " serial " " refresh " 3 4 5\n"

static void assert_merged(const char *old, const char *new, const char *live, bool is_signed,
    const char *wanted)
{
	char *texts[3] = { strdup(old), strdup(new), strdup(live) };
	size_t length;
	char *merged = zone_merge(texts[0], texts[1], texts[2], is_signed, &length);

	assert_non_null(merged);
	assert_string_equal(merged, wanted);
	assert_int_equal(length, strlen(wanted));
	free(merged);
	for (size_t i = 0; i < 3; i++)
		free(texts[i]);
}

static void both_sides_keep_their_changes(void **state)
{
	(void)state;
	/* each side added one, removed one; both changed d */
	assert_merged(SOA("1", "2") "b.a.\t60\tA\t1\nc.a.\t60\tA\t1\nd.a.\t60\tA\t1\n",
	    SOA("2", "2") "c.a.\t60\tA\t1\nd.a.\t60\tA\t2\nnew.a.\t60\tA\t1\n",
	    SOA("7", "2") "b.a.\t60\tA\t1\nd.a.\t60\tA\t3\nlive.a.\t60\tA\t1\n", false,
	    SOA("7", "2") "d.a.\t60\tA\t3\nlive.a.\t60\tA\t1\nd.a.\t60\tA\t2\nnew.a.\t60\tA\t1\n");
}

static void the_file_counts_for_what_only_it_changed(void **state)
{
	(void)state;
	assert_merged(SOA("1", "2") "b.a.\t60\tA\t1\nc.a.\t60\tA\t1\n",
	    SOA("2", "9") "b.a.\t90\tA\t1\nc.a.\t60\tA\t1\n",
	    SOA("7", "2") "b.a.\t60\tA\t1\nb.a.\t60\tA\t2\nc.a.\t30\tA\t1\n", false,
	    SOA("2", "9") "b.a.\t90\tA\t1\nb.a.\t90\tA\t2\nc.a.\t30\tA\t1\n");
}

static void what_the_signer_made_is_left_out(void **state)
{
	static const char live[] = SOA("7", "2") "a.\t60\tDNSKEY\t256\na.\t60\tRRSIG\tx\n"
	                                         "a.\t60\tNSEC\tx\nb.a.\t60\tA\t1\n";

	(void)state;
	assert_merged(SOA("1", "2"), SOA("1", "2"), live, true, SOA("7", "2") "b.a.\t60\tA\t1\n");
	assert_merged(SOA("1", "2"), SOA("1", "2"), live, false,
	    SOA("7", "2") "a.\t60\tDNSKEY\t256\nb.a.\t60\tA\t1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_as_tsig_keygen_writes_it_is_taken),
		cmocka_unit_test(anything_else_is_no_key),
		cmocka_unit_test(a_line_of_peers_has_addresses_then_a_key),
		cmocka_unit_test(a_name_is_found_in_its_line),
		cmocka_unit_test(what_is_included_must_go_with_the_site),
		cmocka_unit_test(complaints_are_taken_apart),
		cmocka_unit_test(both_sides_keep_their_changes),
		cmocka_unit_test(the_file_counts_for_what_only_it_changed),
		cmocka_unit_test(what_the_signer_made_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
