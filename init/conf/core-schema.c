/* SPDX-License-Identifier: MIT */
/* core-schema [pure] - see core-schema.h. */

#include "core-schema.h"

#include <string.h>
#include <sys/socket.h>

enum { SYSLOG_PORT = 514 }; /* RFC 5426 section 3.3 */

static bool is_unspecified(const struct text_address *address)
{
	static const uint8_t zero[16];

	return memcmp(address->bytes, zero, sizeof(zero)) == 0;
}

static bool same_address(const struct text_address *a, const struct text_address *b)
{
	return a->family == b->family && memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

static bool is_link_local(const struct text_address *address)
{
	return address->family == AF_INET6 && address->bytes[0] == 0xfe &&
	    (address->bytes[1] & 0xc0) == 0x80;
}

static bool is_inside(const struct text_address *address, const struct text_prefix *prefix)
{
	if (address->family != prefix->address.family)
		return false;
	for (unsigned bit = 0; bit < prefix->length; bit++) {
		if ((address->bytes[bit / 8] ^ prefix->address.bytes[bit / 8]) & (0x80 >> bit % 8))
			return false;
	}
	return true;
}

static const char *check_card_address(const char *text)
{
	struct text_prefix prefix;

	if (text_prefix(text, &prefix) == NULL && is_unspecified(&prefix.address))
		return "is the unspecified address";
	return NULL;
}

static const char *check_server_address(const char *text)
{
	struct text_address address;

	if (text_address(text, &address) == NULL && is_unspecified(&address))
		return "is the unspecified address";
	return NULL;
}

/* "default" is every address of the router's family. */
const char *core_read_route(const char *text, struct core_route *route)
{
	static const char reason[] = "is not NETWORK via ADDRESS, like 10.0.0.0/8 via 192.0.2.1";
	char words[3][TEXT_WORD_MAX];
	char extra[TEXT_WORD_MAX];
	struct core_route result = { .to.length = 0 };

	for (size_t i = 0; i < 3; i++) {
		if (text_next_word(&text, words[i], sizeof(words[i])) != 1)
			return reason;
	}
	if (text_next_word(&text, extra, sizeof(extra)) != 0 || strcmp(words[1], "via") != 0 ||
	    text_address(words[2], &result.via))
		return reason;
	if (strcmp(words[0], "default") == 0)
		result.to.address.family = result.via.family;
	else if (text_network(words[0], &result.to))
		return reason;
	if (result.to.address.family != result.via.family)
		return "mixes IPv4 and IPv6";
	if (is_unspecified(&result.via))
		return "goes by the unspecified address";
	if (route)
		*route = result;
	return NULL;
}

static const char *check_route(const char *text)
{
	return core_read_route(text, NULL);
}

const char *core_read_collector(const char *text, struct core_collector *collector)
{
	static const char reason[] = "is not udp or tcp, and an address, like udp 192.0.2.9:514";
	struct text_listen server;
	char protocol[TEXT_WORD_MAX];
	char address[TEXT_WORD_MAX];
	char extra[TEXT_WORD_MAX];

	if (text_next_word(&text, protocol, sizeof(protocol)) != 1 ||
	    text_next_word(&text, address, sizeof(address)) != 1 ||
	    text_next_word(&text, extra, sizeof(extra)) != 0 || text_server(address, &server) ||
	    (strcmp(protocol, "udp") != 0 && strcmp(protocol, "tcp") != 0))
		return reason;
	*collector = (struct core_collector){
		.tcp = strcmp(protocol, "tcp") == 0,
		.address = server.address,
		.port = server.port != 0 ? server.port : SYSLOG_PORT,
	};
	return is_unspecified(&server.address) ? "is the unspecified address" : NULL;
}

static const char *check_collector(const char *text)
{
	struct core_collector unused;

	return core_read_collector(text, &unused);
}

static bool is_base64(const char *text)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t length = strspn(text, digits);

	return length >= 16 && strspn(text + length, "=") == strlen(text + length);
}

/* A line of authorized_keys without options, "TYPE BASE64 [COMMENT]", or a file's name. */
static const char *check_ssh_key(const char *text)
{
	char word[TEXT_WORD_MAX];

	if (strchr(text, '/') && !strchr(text, ' '))
		return NULL;
	if (text_next_word(&text, word, sizeof(word)) == 1 && strncmp(word, "ssh-", 4) != 0 &&
	    strncmp(word, "ecdsa-", 6) != 0 && strncmp(word, "sk-", 3) != 0)
		return *text ? "is neither a public key (TYPE BASE64 COMMENT) nor a file" : NULL;
	if (text_next_word(&text, word, sizeof(word)) != 1 || !is_base64(word))
		return "is a public key without its BASE64 part";
	return NULL;
}

static const struct schema_key site_keys[] = {
	{ "hostname", SCHEMA_HOSTNAME, .flags = SCHEMA_REQUIRED },
	{ "roles", SCHEMA_NAME, .flags = SCHEMA_REQUIRED | SCHEMA_LIST },
	{ 0 },
};

static const char *const bond_modes[] = { "active-backup", "802.3ad", NULL };
static const char *const address_words[] = { "dhcp", "none", NULL };

/* pool, an address or a name. */
static const char *check_ntp(const char *text)
{
	if (text_address(text, NULL) == NULL)
		return check_server_address(text);
	return text_domain(text) == NULL ? NULL : "is not pool, an address or a domain name";
}

static const struct schema_key network_keys[] = {
	{ "address", SCHEMA_PREFIX, SCHEMA_LIST | SCHEMA_REPEAT, .choices = address_words,
	    .check = check_card_address },
	{ "gateway", SCHEMA_ADDRESS, SCHEMA_LIST, .check = check_server_address },
	{ "dns", SCHEMA_ADDRESS, SCHEMA_LIST | SCHEMA_REPEAT, .check = check_server_address },
	{ "search", SCHEMA_DOMAIN, SCHEMA_LIST },
	{ "mtu", SCHEMA_INTEGER, .min = 68, .max = 65535 },
	{ "metric", SCHEMA_INTEGER, .min = 1, .max = INT32_MAX },
	{ "route", SCHEMA_TEXT, SCHEMA_REPEAT, .check = check_route },
	{ "mac", SCHEMA_MAC, .conflicts = "driver" },
	{ "driver", SCHEMA_CARD },
	{ "vlan", SCHEMA_INTEGER, .min = 1, .max = 4094, .conflicts = "bond mac driver",
	    .needs = "card" },
	{ "card", SCHEMA_CARD, .needs = "vlan" },
	{ "bond", SCHEMA_CARD, SCHEMA_LIST, .conflicts = "mac driver" },
	{ "mode", SCHEMA_CHOICE, .choices = bond_modes, .needs = "bond" },
	{ "ntp", SCHEMA_TEXT, SCHEMA_LIST | SCHEMA_REPEAT, .check = check_ntp },
	{ 0 },
};

static const struct schema_key log_keys[] = {
	{ "forward", SCHEMA_TEXT, .check = check_collector },
	{ 0 },
};

static const struct schema_key admin_keys[] = {
	{ "ssh_key", SCHEMA_TEXT, SCHEMA_REPEAT, .check = check_ssh_key },
	{ 0 },
};

const struct schema_section core_schema[] = {
	{ "site", site_keys, SCHEMA_REQUIRED },
	{ "network", network_keys },
	{ "network.*", network_keys, .name_type = SCHEMA_CARD },
	{ "log", log_keys },
	{ "admin", admin_keys },
	{ 0 },
};

const char *core_roles(const struct site *site)
{
	return site_value(site, site_section(site, "site"), "roles", "");
}

/* A walk over the words of all entries of one key of a section. */
struct words {
	const struct site *site;
	const struct site_section *section;
	const char *key;
	const struct site_entry *entry; /* that word is from */
	const char *rest;
	char word[TEXT_WORD_MAX];
};

static bool next_word(struct words *words)
{
	for (;;) {
		if (words->entry &&
		    text_next_word(&words->rest, words->word, sizeof(words->word)) == 1)
			return true;
		words->entry =
		    site_next_entry(words->site, words->section, words->key, words->entry);
		if (!words->entry)
			return false;
		words->rest = words->entry->value;
	}
}

static struct words all_words(const struct site *site, const struct site_section *section,
    const char *key)
{
	return (struct words){ .site = site, .section = section, .key = key };
}

/* `dhcp` gives the IPv4 address, `none` none at all: neither goes with others like it. */
static void check_addresses(const struct site *site, const struct site_section *section,
    struct problems *problems)
{
	struct words words = all_words(site, section, "address");
	const struct site_entry *dhcp = NULL, *none = NULL, *ipv4 = NULL, *last = NULL;
	size_t count = 0;

	for (; next_word(&words); count++) {
		struct text_address address = { .family = AF_UNSPEC };
		struct text_prefix prefix;

		last = words.entry;
		if (strcmp(words.word, "dhcp") == 0)
			dhcp = last;
		else if (strcmp(words.word, "none") == 0)
			none = last;
		else if (text_prefix(words.word, &prefix) == NULL)
			address = prefix.address;
		if (address.family == AF_INET)
			ipv4 = last;
	}
	if (none && count > 1)
		problem_add(problems, site->file, last->line, "address",
		    "none does not go with other addresses");
	if (dhcp && ipv4)
		problem_add(problems, site->file, ipv4->line, "address",
		    "dhcp gives the IPv4 address; no other goes with it");
}

/* Why no address of the section leads to the gateway, or NULL. */
static const char *judge_gateway(const struct site *site, const struct site_section *section,
    const struct text_address *gateway)
{
	struct words words = all_words(site, section, "address");
	bool family = false;

	while (next_word(&words)) {
		struct text_prefix prefix;

		if (text_prefix(words.word, &prefix) || prefix.address.family != gateway->family)
			continue;
		if (same_address(&prefix.address, gateway))
			return "is the machine's own address";
		if (is_inside(gateway, &prefix))
			return NULL;
		family = true;
	}
	if (family && is_link_local(gateway))
		return NULL;
	if (family)
		return "is in no network of address =";
	return gateway->family == AF_INET ? "needs an IPv4 address = that is not dhcp"
	                                  : "needs an IPv6 address =";
}

static void check_gateways(const struct site *site, const struct site_section *section,
    struct problems *problems)
{
	struct words words = all_words(site, section, "gateway");
	unsigned ipv4 = 0, ipv6 = 0;

	while (next_word(&words)) {
		struct text_address gateway;
		const char *reason;

		if (text_address(words.word, &gateway))
			continue;
		reason = judge_gateway(site, section, &gateway);
		if ((gateway.family == AF_INET ? ++ipv4 : ++ipv6) > 1)
			reason =
			    "is the second of its kind; there is one for IPv4 and one for IPv6";
		if (reason)
			problem_add(problems, site->file, words.entry->line, "gateway", "%s %s",
			    words.word, reason);
	}
}

/* Two sections that name the same card by its address. */
static void check_card_is_unique(const struct site *site, const struct site_section *section,
    struct problems *problems)
{
	uint8_t mac[6], earlier_mac[6];

	if (text_mac(site_value(site, section, "mac", ""), mac))
		return;
	for (const struct site_section *earlier = site->sections; earlier < section; earlier++) {
		if (strcmp(earlier->role, "network") == 0 &&
		    text_mac(site_value(site, earlier, "mac", ""), earlier_mac) == NULL &&
		    memcmp(mac, earlier_mac, sizeof(mac)) == 0)
			problem_add(problems, site->file, site_line(site, section, "mac"), "mac",
			    "is the card of [%s] already", earlier->title);
	}
}

static void check_roles(const struct site *site, struct problems *problems)
{
	const struct site_section *section = site_section(site, "site");
	const char *roles = core_roles(site);
	const char *rest = roles;
	char role[TEXT_WORD_MAX];
	unsigned line = site_line(site, section, "roles");

	while (text_next_word(&rest, role, sizeof(role)) == 1) {
		if (text_list_has(rest, role))
			problem_add(problems, site->file, line, "roles", "%s stands twice", role);
		for (const struct schema_section *core = core_schema; core->pattern; core++) {
			if (strcmp(core->pattern, role) == 0)
				problem_add(problems, site->file, line, "roles",
				    "%s is no role but a section of every site", role);
		}
	}
}

/* A section of a role that is not chosen is a mistake: of the section, or of roles =. */
static void check_section_has_role(const struct site *site, const struct site_section *section,
    struct problems *problems)
{
	static const char *const core_words[] = { "site", "network", "log", "admin", NULL };
	const char *nearest;

	for (const char *const *word = core_words; *word; word++) {
		if (strcmp(section->role, *word) == 0)
			return;
	}
	if (*section->role == '\0' || text_list_has(core_roles(site), section->role))
		return;
	nearest = text_nearest(section->role, core_words);
	problem_add(problems, site->file, section->line, NULL,
	    "[%s]: %s is not among roles = of [site]%s%s%s", section->title, section->role,
	    nearest ? "; did you mean [" : "", nearest ? nearest : "", nearest ? "]?" : "");
}

void core_check(const struct site *site, struct problems *problems)
{
	schema_check(site, core_schema, problems);
	check_roles(site, problems);
	for (size_t i = 0; i < site->section_count; i++) {
		const struct site_section *section = &site->sections[i];

		check_section_has_role(site, section, problems);
		if (strcmp(section->role, "network") == 0) {
			check_addresses(site, section, problems);
			check_gateways(site, section, problems);
			check_card_is_unique(site, section, problems);
		}
	}
}
