/* SPDX-License-Identifier: MIT */
#include "net-plan.h"

#include "capability.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { DHCP_MEMORY = 16 * 1024 * 1024, DHCP_PROCESSES = 8, DHCP_TIMEOUT = 10 * 1000 };

/* Resource records the client asks for beyond its own list: classless routes, MTU, search. */
#define DHCP_COMMAND \
	"/usr/bin/udhcpc -f -s /usr/lib/whit/dhcp-event -t 4 -T 1 -A 5 " \
	"-O staticroutes -O mtu -O search"

/* A section that stands for no section at all keeps cards apart that have none. */
static const struct site_section no_section;

static const char *overriding(const struct net_plan *plan, const struct site_section *section,
    const char *key)
{
	const char *value = "";

	if (section == NULL || section != plan->first)
		return "";
	if (strcmp(key, "address") == 0)
		value = plan->override->address;
	else if (strcmp(key, "gateway") == 0)
		value = plan->override->gateway;
	else if (strcmp(key, "dns") == 0)
		value = plan->override->dns;
	return value;
}

bool net_plan_next(const struct net_plan *plan, const struct site_section *section, const char *key,
    struct net_words *words, char word[TEXT_WORD_MAX])
{
	if (words->rest == NULL) {
		words->rest = overriding(plan, section, key);
		words->overridden = words->rest[0] != '\0';
	}
	while (text_next_word(&words->rest, word, TEXT_WORD_MAX) != 1) {
		if (words->overridden)
			return false;
		words->entry = site_next_entry(plan->site, section, key, words->entry);
		if (words->entry == NULL)
			return false;
		words->rest = words->entry->value;
	}
	return true;
}

/* Walks over [network] and every [network.NAME]. */
static const struct site_section *next_section(const struct net_plan *plan,
    const struct site_section *section)
{
	if (section == NULL)
		return plan->first;
	return site_next_section(plan->site, "network", section == plan->first ? NULL : section);
}

void net_plan_open(struct net_plan *plan, const struct site *site,
    const struct net_override *override)
{
	const struct site_section *section = NULL;
	char word[TEXT_WORD_MAX];

	*plan = (struct net_plan){ .site = site, .override = override };
	plan->first = site_section(site, "network");
	if (plan->first == NULL)
		plan->first = &no_section;
	while (!plan->own_dns && (section = next_section(plan, section)) != NULL) {
		struct net_words words = { 0 };

		plan->own_dns = net_plan_next(plan, section, "dns", &words, word);
	}
}

/* The kernel driver of a card, from /sys; "" when it has none. */
static void read_driver(const char *card, char driver[64])
{
	char path[64];
	char target[256];
	const char *slash;
	ssize_t length;

	snprintf(path, sizeof(path), "/sys/class/net/%s/device/driver", card);
	length = readlink(path, target, sizeof(target) - 1);
	target[length > 0 ? length : 0] = '\0';
	slash = strrchr(target, '/');
	snprintf(driver, 64, "%s", slash == NULL ? "" : slash + 1);
}

/* Does the section name this card by mac or driver? *named = it names one that way at all. */
static bool is_meant(const struct net_plan *plan, const struct site_section *section,
    const char *card, const uint8_t mac[6], bool *named)
{
	const char *wanted_mac = site_value(plan->site, section, "mac", NULL);
	const char *wanted_driver = site_value(plan->site, section, "driver", NULL);
	uint8_t wanted[6];
	char driver[64];

	*named = wanted_mac != NULL || wanted_driver != NULL;
	if (wanted_mac != NULL && text_mac(wanted_mac, wanted) == NULL)
		return memcmp(wanted, mac, sizeof(wanted)) == 0;
	if (wanted_driver == NULL)
		return false;
	read_driver(card, driver);
	return strcmp(driver, wanted_driver) == 0;
}

const struct site_section *net_plan_claim(struct net_plan *plan, const char *name,
    const uint8_t mac[6])
{
	const struct site_section *section = NULL;
	bool named = false;

	while ((section = site_next_section(plan->site, "network", section)) != NULL)
		if (is_meant(plan, section, name, mac, &named) ||
		    (!named && strcmp(section->name, name) == 0))
			return section;
	if (plan->first_claimed)
		return NULL;
	if (is_meant(plan, plan->first, name, mac, &named) || !named) {
		plan->first_claimed = true;
		return plan->first;
	}
	return NULL;
}

bool net_plan_names(const struct net_plan *plan, const char *name)
{
	const struct site_section *section = NULL;

	while ((section = site_next_section(plan->site, "network", section)) != NULL)
		if (strcmp(section->name, name) == 0)
			return true;
	return false;
}

void net_plan_release(struct net_plan *plan, const struct site_section *section)
{
	if (section == plan->first)
		plan->first_claimed = false;
}

/* Without any `address`, or with the word dhcp. */
bool net_plan_wants_dhcp(const struct net_plan *plan, const struct site_section *section)
{
	struct net_words words = { 0 };
	char word[TEXT_WORD_MAX];
	bool any = false;

	while (net_plan_next(plan, section, "address", &words, word)) {
		any = true;
		if (strcmp(word, "dhcp") == 0)
			return true;
	}
	return !any;
}

bool net_plan_same_prefix(const struct text_prefix *one, const struct text_prefix *other)
{
	return one->length == other->length && one->address.family == other->address.family &&
	    memcmp(one->address.bytes, other->address.bytes, sizeof(one->address.bytes)) == 0;
}

bool net_plan_has_address(const struct net_plan *plan, const struct site_section *section,
    const struct text_prefix *prefix)
{
	struct net_words words = { 0 };
	struct text_prefix wanted = { 0 };
	char word[TEXT_WORD_MAX];

	while (net_plan_next(plan, section, "address", &words, word))
		if (text_prefix(word, &wanted) == NULL && net_plan_same_prefix(&wanted, prefix))
			return true;
	return false;
}

void net_plan_dhcp(const struct net_plan *plan, const struct site_section *section,
    const char *card, struct service_plan *service)
{
	bool own_mtu = site_value(plan->site, section, "mtu", NULL) != NULL;
	char hostname[64] = "";
	char command[512];

	gethostname(hostname, sizeof(hostname) - 1);
	snprintf(command, sizeof(command), DHCP_COMMAND " -i %s%s%s", card,
	    hostname[0] != '\0' ? " -x hostname:" : "", hostname);
	*service = (struct service_plan){
		.ready = READY_STARTED,
		.ready_timeout = DHCP_TIMEOUT,
		.stop_timeout = DHCP_TIMEOUT,
		.capabilities = capability_bit("net_admin") | capability_bit("net_raw") |
		    capability_bit("net_bind_service"),
		.memory = DHCP_MEMORY,
		.processes = DHCP_PROCESSES,
		.files = 64,
	};
	snprintf(service->name, sizeof(service->name), "%s", card);
	manifest_split(&service->command, command);
	snprintf(command, sizeof(command), "%s %s", plan->own_dns ? "WHIT_DNS=site" : "",
	    own_mtu ? "WHIT_MTU=site" : "");
	manifest_split(&service->environment, command);
}

/* Adds to text, each behind `before`, the words of key in all sections. */
static size_t add_words(const struct net_plan *plan, const char *key, const char *before,
    char *text, size_t size)
{
	const struct site_section *section = NULL;
	char word[TEXT_WORD_MAX];
	size_t used = 0;

	while ((section = next_section(plan, section)) != NULL) {
		struct net_words words = { 0 };

		while (used < size && net_plan_next(plan, section, key, &words, word))
			used += (size_t)snprintf(text + used, size - used, "%s%s", before, word);
	}
	return used;
}

int net_plan_resolv_conf(const struct net_plan *plan, char *text, size_t size)
{
	char search[1024];
	char servers[1024];
	size_t search_length = add_words(plan, "search", " ", search, sizeof(search));

	servers[0] = '\0';
	if (search_length < sizeof(search) &&
	    add_words(plan, "dns", "\nnameserver ", servers, sizeof(servers)) < sizeof(servers) &&
	    (size_t)snprintf(text, size, "%s%s%s\n", search_length > 0 ? "search" : "#",
	        search_length > 0 ? search : " from the site", servers) < size)
		return 0;
	errno = ENOSPC;
	return -1;
}
