/* SPDX-License-Identifier: MIT */
/* What schema.h and core-schema.h promise: each mistake gives one message, good sites none. */

#include "core-schema.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const words[] = { "low", "high", NULL };

static const char *is_even(const char *text)
{
	return (text[strlen(text) - 1] - '0') % 2 ? "is odd" : NULL;
}

static const struct schema_key keys[] = {
	{ "must", SCHEMA_NAME, SCHEMA_REQUIRED },
	{ "level", SCHEMA_CHOICE, .choices = words },
	{ "number", SCHEMA_INTEGER, .min = 2, .max = 10, .check = is_even },
	{ "wait", SCHEMA_DURATION, .min = 1000, .max = 3600000 },
	{ "room", SCHEMA_SIZE, .min = 1024, .max = 1 << 20 },
	{ "share", SCHEMA_SHARE },
	{ "listen", SCHEMA_LISTEN, SCHEMA_LIST | SCHEMA_REPEAT, .choices = words },
	{ "from", SCHEMA_SERVER, .conflicts = "sign level" },
	{ "key", SCHEMA_SECRET, .needs = "from" },
	{ "sign", SCHEMA_BOOL },
	{ "note", SCHEMA_TEXT, SCHEMA_EMPTY },
	{ "file", SCHEMA_FILE, SCHEMA_LIST },
	{ "folder", SCHEMA_FOLDER },
	{ "soon", SCHEMA_TEXT, SCHEMA_LATER },
	{ 0 },
};

static const struct schema_section schema[] = {
	{ "thing", keys, SCHEMA_REQUIRED },
	{ "thing.*", keys, .name_type = SCHEMA_DOMAIN },
	{ "one", keys },
	{ "many.*", keys },
	{ 0 },
};

static struct site parse(const char *text, struct problems *problems)
{
	struct site site;

	assert_int_equal(site_parse(&site, "f", text, strlen(text), problems), 0);
	return site;
}

/* Prints the problems, compares, frees. */
static void assert_printed(struct problems *problems, const char *wanted)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	problems_print(problems, out);
	fclose(out);
	assert_string_equal(text, wanted);
	free(text);
	problems_free(problems);
}

static void assert_says(const char *text, const char *wanted)
{
	struct problems problems = { 0 };
	struct site site = parse(text, &problems);

	schema_check(&site, schema, &problems);
	assert_printed(&problems, wanted);
	site_free(&site);
}

static void assert_core_says(const char *text, const char *wanted)
{
	struct problems problems = { 0 };
	struct site site = parse(text, &problems);

	core_check(&site, &problems);
	assert_printed(&problems, wanted);
	site_free(&site);
}

static void a_good_section_is_silent(void **state)
{
	assert_says("[thing]\nmust = a\nlevel = low\nnumber = 4\nwait = 1h\nroom = 4K\nshare = "
	            "75%\n"
	            "listen = 53 low\nlisten = [::1]:53\nsign = yes\nnote =\nfile = a/b c\n"
	            "[thing.example.net]\nmust = b\nfrom = 192.0.2.1\nkey = k\n[other]\nx = y\n",
	    "");
	(void)state;
}

static void unknown_names_get_the_nearest(void **state)
{
	assert_says("[thing]\nmust = a\nlisen = 53\nquite-other = 1\n",
	    "f:3: lisen: [thing] has no such key; did you mean listen?\n"
	    "f:4: quite-other: [thing] has no such key\n");
	assert_says("[thing]\nmust = a\n[one.x]\n[many]\n",
	    "f:3: there is no section [one.NAME], only [one]\n"
	    "f:4: the section [many] needs a name: [many.NAME]\n");
	(void)state;
}

static void values_are_judged_by_type(void **state)
{
	assert_says("[thing]\nmust = A\nlevel = hihg\nnumber = 12\nwait = 2h\nroom = 1\nshare = "
	            "0%\n"
	            "listen = 53 mid\nsign =\n",
	    "f:2: must: \"A\" is not a name: a lower-case letter, then lower-case letters, digits "
	    "and -, "
	    "at most 32 bytes\n"
	    "f:3: level: \"hihg\" is not one of: low high; did you mean high?\n"
	    "f:4: number: \"12\" is not from 2 to 10\n"
	    "f:5: wait: \"2h\" is not from 1s to 1h\n"
	    "f:6: room: \"1\" is not from 1K to 1M\n"
	    "f:7: share: \"0%\" is neither a size like 64M nor a share like 75%\n"
	    "f:8: listen: \"mid\" is not ADDRESS, PORT, ADDRESS:PORT or [IPV6]:PORT; or one of: "
	    "low high\n"
	    "f:9: sign: is empty\n");
	assert_says("[thing]\nmust = a\nnumber = 5\n", "f:3: number: \"5\" is odd\n");
	(void)state;
}

static void keys_have_company(void **state)
{
	assert_says("[thing]\nmust = a\nfrom = ::1\nlevel = low\nsign = no\n",
	    "f:3: from: does not go with sign in line 5\n"
	    "f:3: from: does not go with level in line 4\n");
	assert_says("[thing]\nmust = a\nkey = k\n", "f:3: key: needs from = beside it\n");
	assert_says("[thing]\nmust = a\nmust = b\nmust = c\n",
	    "f:3: must: stands twice; the first is in line 2\n"
	    "f:4: must: stands twice; the first is in line 2\n");
	assert_says("[thing]\nmust = a\nsoon = 1\n", "f:3: soon: is not in this version of Whit\n");
	(void)state;
}

static void what_is_missing_is_named(void **state)
{
	assert_says("", "f: lacks the section [thing]\n");
	assert_says("[thing]\n[thing.a]\n",
	    "f:1: must: is missing in [thing]\n"
	    "f:2: must: is missing in [thing.a]\n");
	(void)state;
}

static void names_of_sections_have_a_type(void **state)
{
	assert_says("[thing]\nmust = a\n[thing.a b]\nmust = c\n",
	    "f:3: the name in [thing.a b]: \"a b\" is not a domain name: letters, digits, -, _ and "
	    "/, "
	    "parts of at most 63 bytes with dots between, 253 bytes in all\n");
	(void)state;
}

static void files_must_be_there(void **state)
{
	char folder[] = "/tmp/schema-test.XXXXXX";
	char path[64];
	struct problems problems = { 0 };
	struct site site = parse("[thing]\nmust = a\nfile = here gone sub ../x\nfolder = here\n"
	                         "from = ::1\nkey = none\n",
	    &problems);

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/here", folder);
	fclose(fopen(path, "w"));
	schema_check_files(&site, schema, folder, folder, &problems);
	assert_printed(&problems,
	    "f:4: folder: \"here\": is not a folder\n"
	    "f:6: key: \"none\": there is no such file among the role's secrets\n");
	site_free(&site);

	site = parse("[thing]\nfile = here gone\nkey = none\n", &problems);
	schema_check_files(&site, schema, folder, NULL, &problems);
	assert_printed(&problems, "f:2: file: \"gone\": there is no such file\n");
	site_free(&site);
	unlink(path);
	rmdir(folder);
	(void)state;
}

#define SITE "[site]\nhostname = a\nroles = dns http\n"

static void core_takes_what_the_docs_show(void **state)
{
	assert_core_says(SITE
	    "[network]\naddress = dhcp 2001:db8::10/64\ngateway = 2001:db8::1\ndns = 192.0.2.53 "
	    "::1\n"
	    "ntp = pool 192.0.2.123 2001:db8::123\nntp = ntp.example.net\n"
	    "search = example.net\nmtu = 1500\nroute = 10.0.0.0/8 via 192.0.2.1\n"
	    "route = default via 192.0.2.9\n"
	    "[network.eth1]\naddress = 192.0.2.10/24\naddress = 192.0.2.11/24\ngateway = "
	    "192.0.2.1\n"
	    "mac = 52:54:00:12:34:56\n[network.lan]\naddress = none\ndriver = virtio_net\n"
	    "[admin]\nssh_key = ~/.ssh/id_ed25519.pub\n"
	    "ssh_key = ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJme "
	    "me@here\n[dns]\n[http.example.net]\n",
	    "");
	(void)state;
}

static void core_refuses_what_does_not_fit(void **state)
{
	assert_core_says("[site]\nhostname = a\nroles = dns site dns\n",
	    "f:3: roles: dns stands twice\n"
	    "f:3: roles: site is no role but a section of every site\n");
	assert_core_says(SITE "[htp]\n[share]\n[netwrok]\n",
	    "f:4: [htp]: htp is not among roles = of [site]\n"
	    "f:5: [share]: share is not among roles = of [site]\n"
	    "f:6: [netwrok]: netwrok is not among roles = of [site]; did you mean [network]?\n");
	assert_core_says(SITE
	    "[network]\naddress = dhcp 192.0.2.1/24\n[network.x]\naddress = none\n"
	    "address = ::1/64\nvlan = 3\n",
	    "f:5: address: dhcp gives the IPv4 address; no other goes with it\n"
	    "f:8: address: none does not go with other addresses\n"
	    "f:9: vlan: needs card = beside it\n");
	assert_core_says(SITE
	    "[network]\nmac = 52:54:00:12:34:56\n[network.x]\nmac = 52-54-00-12-34-56\n",
	    "f:7: mac: is the card of [network] already\n");
	(void)state;
}

static void core_knows_where_a_gateway_can_be(void **state)
{
	assert_core_says(SITE "[network]\nntp = pool 0.0.0.0\nntp = -p..x\n",
	    "f:5: ntp: \"0.0.0.0\" is the unspecified address\n"
	    "f:6: ntp: \"-p..x\" is not pool, an address or a domain name\n");
	assert_core_says(SITE "[network]\ngateway = 192.0.2.1\n",
	    "f:5: gateway: 192.0.2.1 needs an IPv4 address = that is not dhcp\n");
	assert_core_says(SITE "[network]\naddress = 192.0.2.10/24 2001:db8::2/64\n"
	                      "gateway = 198.51.100.1 fe80::1\n",
	    "f:6: gateway: 198.51.100.1 is in no network of address =\n");
	assert_core_says(SITE
	    "[network]\naddress = 192.0.2.10/24\ngateway = 192.0.2.10 2001:db8::1\n",
	    "f:6: gateway: 192.0.2.10 is the machine's own address\n"
	    "f:6: gateway: 2001:db8::1 needs an IPv6 address =\n");
	assert_core_says(SITE "[network]\naddress = 192.0.2.10/24\ngateway = 192.0.2.1 192.0.2.2\n",
	    "f:6: gateway: 192.0.2.2 is the second of its kind; there is one for IPv4 and one for "
	    "IPv6\n");
	(void)state;
}

static void core_reads_routes(void **state)
{
	struct core_route route;
	char out[TEXT_PREFIX_MAX];

	assert_null(core_read_route("10.0.0.0/8  via 192.0.2.1", &route));
	assert_string_equal(text_format_prefix(&route.to, out), "10.0.0.0/8");
	assert_string_equal(text_format_address(&route.via, out), "192.0.2.1");
	assert_null(core_read_route("default via 2001:db8::1", &route));
	assert_string_equal(text_format_prefix(&route.to, out), "::/0");
	assert_non_null(core_read_route("10.0.0.1/8 via 192.0.2.1", NULL));
	assert_non_null(core_read_route("10.0.0.0/8 via ::1", NULL));
	assert_non_null(core_read_route("10.0.0.0/8 192.0.2.1", NULL));
	assert_non_null(core_read_route("10.0.0.0/8 via 192.0.2.1 x", NULL));
	assert_non_null(core_read_route("default via 0.0.0.0", NULL));
	assert_non_null(core_read_route("", NULL));
	(void)state;
}

static void core_knows_what_is_no_public_key(void **state)
{
	assert_core_says(SITE "[admin]\nssh_key = -----BEGIN OPENSSH KEY-----\nssh_key = ssh-rsa\n",
	    "f:5: ssh_key: \"-----BEGIN OPENSSH KEY-----\" is neither a public key "
	    "(TYPE BASE64 COMMENT) nor a file\n"
	    "f:6: ssh_key: \"ssh-rsa\" is a public key without its BASE64 part\n");
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_section_is_silent),
		cmocka_unit_test(unknown_names_get_the_nearest),
		cmocka_unit_test(values_are_judged_by_type),
		cmocka_unit_test(keys_have_company),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(names_of_sections_have_a_type),
		cmocka_unit_test(files_must_be_there),
		cmocka_unit_test(core_takes_what_the_docs_show),
		cmocka_unit_test(core_refuses_what_does_not_fit),
		cmocka_unit_test(core_knows_where_a_gateway_can_be),
		cmocka_unit_test(core_reads_routes),
		cmocka_unit_test(core_knows_what_is_no_public_key),
	};

	return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
