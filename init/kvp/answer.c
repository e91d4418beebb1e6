/* SPDX-License-Identifier: MIT */
#include "answer.h"

#include "fact.h"
#include "text-values.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* What the kernel makes UTF-16 of: characters, the closing NUL included. */
enum {
	VALUE_MAX = HV_KVP_EXCHANGE_MAX_VALUE_SIZE / 2 - 2,
	ADDRESSES_MAX = MAX_IP_ADDR_SIZE - 2,
	GATEWAYS_MAX = MAX_GATEWAY_SIZE - 2,
	MAC_SIZE = 6,
};

/* A list with semicolons between, in a place of this size; a word that does not fit is left out. */
struct list {
	char *text;
	size_t size;
};

static void add(const struct list *list, const char *word)
{
	size_t used = strlen(list->text);

	if (word[0] != '\0' && used + 1 + strlen(word) < list->size)
		snprintf(list->text + used, list->size - used, "%s%s", used == 0 ? "" : ";", word);
}

static bool has_family(const char *address, int family)
{
	struct text_address parsed;

	return family == AF_UNSPEC ||
	    (text_address(address, &parsed) == NULL && parsed.family == family);
}

static void add_address(const struct list *list, const char *address, int family)
{
	if (has_family(address, family))
		add(list, address);
}

/* The mask of an IPv4 prefix, the length of an IPv6 one. */
static void add_mask(const struct list *list, const struct text_prefix *prefix)
{
	char text[TEXT_ADDRESS_MAX];
	struct text_address mask = { .family = AF_INET };

	if (prefix->address.family == AF_INET) {
		for (unsigned bit = 0; bit < prefix->length; bit++)
			mask.bytes[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
		text_format_address(&mask, text);
	} else {
		snprintf(text, sizeof(text), "%u", prefix->length);
	}
	add(list, text);
}

/* The addresses of a card, or of all when that is NULL, and their masks when these are asked for. */
static void add_addresses(const struct answer_facts *facts, const char *card, int family,
    const struct list *addresses, const struct list *masks)
{
	const char *rest = facts->network;
	char line[FACT_LINE], value[FACT_LINE], text[TEXT_ADDRESS_MAX];
	struct text_prefix prefix;

	while (fact_next(&rest, line)) {
		if (!fact_is(line, "address") ||
		    (card != NULL && strcmp(fact_value(line, "card", value), card) != 0) ||
		    text_prefix(fact_value(line, "address", value), &prefix) != NULL ||
		    (family != AF_UNSPEC && prefix.address.family != family))
			continue;
		add(addresses, text_format_address(&prefix.address, text));
		if (masks != NULL)
			add_mask(masks, &prefix);
	}
}

/* The pool `auto`: a key and its value for each index, as linux/hyperv.h lists them. */

static void get_name(const struct answer_facts *facts, char *value)
{
	snprintf(value, VALUE_MAX, "%s", facts->hostname);
}

static void get_services(const struct answer_facts *facts, char *value)
{
	(void)facts;
	snprintf(value, VALUE_MAX, "3.1"); /* what the kernel calls its part */
}

static void get_ipv4(const struct answer_facts *facts, char *value)
{
	const struct list list = { value, VALUE_MAX };

	add_addresses(facts, NULL, AF_INET, &list, NULL);
}

static void get_ipv6(const struct answer_facts *facts, char *value)
{
	const struct list list = { value, VALUE_MAX };

	add_addresses(facts, NULL, AF_INET6, &list, NULL);
}

static void get_kernel(const struct answer_facts *facts, char *value)
{
	snprintf(value, VALUE_MAX, "%s", facts->kernel);
}

static void get_os_name(const struct answer_facts *facts, char *value)
{
	snprintf(value, VALUE_MAX, "%s", facts->os_name);
}

/* A part of the version between dots, "0" when it has no such. */
static void get_part(const char *version, unsigned part, char *value)
{
	while (part-- > 0 && version != NULL)
		version = (version = strchr(version, '.')) == NULL ? NULL : version + 1;
	snprintf(value, VALUE_MAX, "%.*s", version == NULL ? 1 : (int)strcspn(version, "."),
	    version == NULL ? "0" : version);
}

static void get_major(const struct answer_facts *facts, char *value)
{
	get_part(facts->os_version, 0, value);
}

static void get_minor(const struct answer_facts *facts, char *value)
{
	get_part(facts->os_version, 1, value);
}

static void get_version(const struct answer_facts *facts, char *value)
{
	snprintf(value, VALUE_MAX, "%s", facts->os_version);
}

static void get_processor(const struct answer_facts *facts, char *value)
{
	(void)facts;
	snprintf(value, VALUE_MAX, "x86_64");
}

static const struct {
	const char *key;
	void (*get)(const struct answer_facts *facts, char *value);
} automatic[] = {
	{ "FullyQualifiedDomainName", get_name },
	{ "IntegrationServicesVersion", get_services },
	{ "NetworkAddressIPv4", get_ipv4 },
	{ "NetworkAddressIPv6", get_ipv6 },
	{ "OSBuildNumber", get_kernel },
	{ "OSName", get_os_name },
	{ "OSMajorVersion", get_major },
	{ "OSMinorVersion", get_minor },
	{ "OSVersion", get_version },
	{ "ProcessorArchitecture", get_processor },
};

/* HV_S_CONT: there is no more. */
static unsigned enumerate(struct hv_kvp_msg *message, const struct answer_facts *facts)
{
	struct hv_kvp_msg_enumerate *body = &message->body.kvp_enum_data;
	unsigned index = body->index;

	memset(&body->data, 0, sizeof(body->data));
	if (message->kvp_hdr.pool != KVP_POOL_AUTO ||
	    index >= sizeof(automatic) / sizeof(automatic[0]))
		return HV_S_CONT;
	body->data.value_type = REG_SZ;
	snprintf((char *)body->data.key, sizeof(body->data.key), "%s", automatic[index].key);
	automatic[index].get(facts, (char *)body->data.value);
	return HV_S_OK;
}

/* The card with this MAC address, in `name`; false = there is none. */
static bool find_card(const struct answer_facts *facts, const char *wanted, char name[FACT_LINE])
{
	const char *rest = facts->network;
	char line[FACT_LINE], value[FACT_LINE];
	uint8_t mac[MAC_SIZE], other[MAC_SIZE];

	if (text_mac(wanted, mac) != NULL)
		return false;
	while (fact_next(&rest, line))
		if (fact_is(line, "card") &&
		    text_mac(fact_value(line, "mac", value), other) == NULL &&
		    memcmp(mac, other, MAC_SIZE) == 0)
			return *fact_value(line, "card", name) != '\0';
	return false;
}

static bool has_lease(const struct answer_facts *facts, const char *card)
{
	const char *rest = facts->network;
	char line[FACT_LINE], value[FACT_LINE];

	while (fact_next(&rest, line))
		if (fact_is(line, "lease") && strcmp(fact_value(line, "card", value), card) == 0)
			return true;
	return false;
}

/* The routers of the card's default routes, and all name servers. */
static void add_ways(const struct answer_facts *facts, const char *card, int family,
    const struct list *gateways, const struct list *servers)
{
	const char *rest = facts->network;
	char line[FACT_LINE], value[FACT_LINE];

	while (fact_next(&rest, line)) {
		if (fact_is(line, "dns"))
			add_address(servers, fact_value(line, "server", value), family);
		if (fact_is(line, "route") && strcmp(fact_value(line, "card", value), card) == 0 &&
		    strstr(fact_value(line, "to", value), "/0") != NULL)
			add_address(gateways, fact_value(line, "via", value), family);
	}
}

/* The kernel's fields are of 16-bit units, which hold UTF-8 on this side of it. */
static unsigned get_ip_info(struct hv_kvp_msg *message, const struct answer_facts *facts)
{
	struct hv_kvp_ipaddr_value *body = &message->body.kvp_ip_val;
	unsigned asked = body->addr_family;
	int family = asked == ADDR_FAMILY_IPV4 ? AF_INET
	    : asked == ADDR_FAMILY_IPV6        ? AF_INET6
	                                       : AF_UNSPEC;
	char id[MAX_ADAPTER_ID_SIZE], addresses[ADDRESSES_MAX] = "", masks[ADDRESSES_MAX] = "",
	                              gateways[GATEWAYS_MAX] = "", servers[ADDRESSES_MAX] = "",
	                              card[FACT_LINE];
	const struct list list[] = { { addresses, sizeof(addresses) }, { masks, sizeof(masks) },
		{ gateways, sizeof(gateways) }, { servers, sizeof(servers) } };

	memcpy(id, body->adapter_id, sizeof(id));
	id[sizeof(id) - 1] = '\0';
	if (!find_card(facts, id, card))
		return HV_GUID_NOTFOUND;
	add_addresses(facts, card, family, &list[0], &list[1]);
	add_ways(facts, card, family, &list[2], &list[3]);
	memset(body, 0, sizeof(*body));
	memcpy(body->adapter_id, id, strlen(id));
	memcpy(body->ip_addr, addresses, strlen(addresses));
	memcpy(body->sub_net, masks, strlen(masks));
	memcpy(body->gate_way, gateways, strlen(gateways));
	memcpy(body->dns_addr, servers, strlen(servers));
	body->dhcp_enabled = has_lease(facts, card);
	body->addr_family = (__u8)((strchr(addresses, '.') != NULL ? ADDR_FAMILY_IPV4 : 0) |
	    (strchr(addresses, ':') != NULL ? ADDR_FAMILY_IPV6 : 0));
	return HV_S_OK;
}

void answer_question(struct hv_kvp_msg *message, const struct answer_facts *facts)
{
	unsigned status;

	switch (message->kvp_hdr.operation) {
	case KVP_OP_ENUMERATE:
		status = enumerate(message, facts);
		break;
	case KVP_OP_GET_IP_INFO:
		status = get_ip_info(message, facts);
		break;
	case KVP_OP_GET:
		status = HV_S_CONT; /* there is no such key */
		break;
	default:
		status = HV_E_FAIL;
		break;
	}
	message->error = (int)status;
}
