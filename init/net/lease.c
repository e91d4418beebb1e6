/* SPDX-License-Identifier: MIT */
#include "lease.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define SOURCE "dhcp"

void lease_complain(struct problems *problems, const char *key, const char *value, const char *why)
{
	problem_add(problems, SOURCE, 0, key, "`%.100s` %s; ignored", value, why);
}

/* An IPv4 address a machine may bear or ask: not 0/8, not loopback, not multicast or above. */
static const char *read_host(const char *text, struct text_address *address)
{
	const char *why = text_address(text, address);

	if (why != NULL)
		return why;
	if (address->family != AF_INET)
		return "is not an IPv4 address";
	if (address->bytes[0] == 0 || address->bytes[0] == 127 || address->bytes[0] >= 224)
		return "is no address of a host";
	return NULL;
}

/* Is it ones, then zeros? udhcpc counts the ones, wherever they are. */
static const char *check_subnet(const char *text)
{
	struct text_address mask;
	uint32_t bits = 0;

	if (text_address(text, &mask) != NULL || mask.family != AF_INET)
		return "is no netmask";
	for (size_t i = 0; i < 4; i++)
		bits = bits << 8 | mask.bytes[i];
	return (~bits & (~bits + 1)) == 0 ? NULL : "is no netmask";
}

/* The address and its prefix; udhcpc gives the netmask as `subnet`, its length as `mask`. With a bad one, or a network
 * larger than there are any, the address stands alone. */
static int read_address(struct lease *lease, lease_value *value, struct problems *problems)
{
	const char *ip = value("ip");
	const char *mask = value("mask");
	const char *subnet = value("subnet");
	int64_t length = 32;
	const char *why;

	why = ip == NULL ? "is missing" : read_host(ip, &lease->address.address);
	if (why != NULL) {
		lease_complain(problems, "ip", ip == NULL ? "" : ip, why);
		return -1;
	}
	why = subnet == NULL ? NULL : check_subnet(subnet);
	if (why != NULL)
		lease_complain(problems, "subnet", subnet, why);
	else if (mask != NULL && text_integer(mask, LEASE_LENGTH_MIN, 32, &length) != NULL)
		lease_complain(problems, "mask", mask, "is no sensible prefix length");
	lease->address.length = (unsigned)length;
	return 0;
}

static void add_route(struct lease *lease, const struct lease_route *route)
{
	if (lease->route_count < LEASE_ROUTES)
		lease->routes[lease->route_count++] = *route;
}

/* One route of option 121: NETWORK/LENGTH and a router; 0.0.0.0 means directly on the card. */
static const char *read_route(const char *to, const char *via, struct lease_route *route)
{
	const char *why = text_prefix(to, &route->to);

	if (why != NULL)
		return why;
	if (route->to.address.family != AF_INET)
		return "is not an IPv4 network";
	if (route->to.length >= 8 && route->to.address.bytes[0] == 127)
		return "is this machine's own";
	if (strcmp(via, "0.0.0.0") == 0)
		return NULL;
	return read_host(via, &route->via);
}

/* "10.0.0.0/8 10.0.2.1 0.0.0.0/0 10.0.2.2" */
static void read_static_routes(struct lease *lease, const char *list, struct problems *problems)
{
	char to[TEXT_WORD_MAX];
	char via[TEXT_WORD_MAX];
	const char *why;

	while (text_next_word(&list, to, sizeof(to)) == 1) {
		struct lease_route route = { 0 };

		if (text_next_word(&list, via, sizeof(via)) != 1) {
			lease_complain(problems, "staticroutes", to, "has no router");
			return;
		}
		why = read_route(to, via, &route);
		if (why == NULL)
			add_route(lease, &route);
		else
			lease_complain(problems, "staticroutes", to, why);
	}
}

/* RFC 3442: who gets classless routes ignores the router option. */
static void read_routes(struct lease *lease, lease_value *value, struct problems *problems)
{
	const char *classless = value("staticroutes");
	const char *routers = value("router");
	char word[TEXT_WORD_MAX];
	const char *why;

	if (classless != NULL && classless[0] != '\0') {
		read_static_routes(lease, classless, problems);
		return;
	}
	if (routers == NULL || text_next_word(&routers, word, sizeof(word)) != 1)
		return;
	struct lease_route route = { .to.address.family = AF_INET };

	why = read_host(word, &route.via);
	if (why == NULL)
		add_route(lease, &route); /* the first is the server's preference */
	else
		lease_complain(problems, "router", word, why);
}

static size_t read_servers(struct text_address *servers, const char *key, lease_value *value,
    struct problems *problems)
{
	const char *list = value(key);
	char word[TEXT_WORD_MAX];
	size_t count = 0;

	while (list != NULL && count < LEASE_SERVERS &&
	    text_next_word(&list, word, sizeof(word)) == 1) {
		const char *why = read_host(word, &servers[count]);

		if (why == NULL)
			count++;
		else
			lease_complain(problems, key, word, why);
	}
	return count;
}

void lease_read_search(char search[LEASE_TEXT], lease_value *value, struct problems *problems)
{
	const char *key = value("search") != NULL ? "search" : "domain";
	const char *list = value(key);
	char word[TEXT_WORD_MAX];
	size_t used = 0;

	while (list != NULL && text_next_word(&list, word, sizeof(word)) == 1) {
		const char *why = text_domain(word);

		if (why == NULL && used + strlen(word) + 2 > LEASE_TEXT)
			why = "is one domain too many";
		if (why == NULL)
			used += (size_t)snprintf(search + used, LEASE_TEXT - used, "%s%s",
			    used == 0 ? "" : " ", word);
		else
			lease_complain(problems, key, word, why);
	}
}

int lease_read(struct lease *lease, lease_value *value, struct problems *problems)
{
	const char *mtu = value("mtu");
	const char *seconds = value("lease");
	int64_t number;

	memset(lease, 0, sizeof(*lease));
	if (read_address(lease, value, problems) == -1)
		return -1;
	read_routes(lease, value, problems);
	lease->dns_count = read_servers(lease->dns, "dns", value, problems);
	lease->ntp_count = read_servers(lease->ntp, "ntpsrv", value, problems);
	lease_read_search(lease->search, value, problems);
	if (mtu != NULL && text_integer(mtu, LEASE_MTU_MIN, LEASE_MTU_MAX, &number) == NULL)
		lease->mtu = (unsigned)number;
	else if (mtu != NULL)
		lease_complain(problems, "mtu", mtu, "is no sensible MTU");
	if (seconds != NULL && text_integer(seconds, 0, UINT32_MAX, &number) == NULL)
		lease->seconds = (uint32_t)number;
	return 0;
}

/* Do two IPv4 addresses begin with the same bits? */
static bool same_bits(const struct text_address *one, const struct text_address *other,
    unsigned bits)
{
	for (unsigned bit = 0; bit < bits; bit++)
		if (((one->bytes[bit / 8] ^ other->bytes[bit / 8]) & 0x80 >> bit % 8) != 0)
			return false;
	return true;
}

bool lease_gives(const struct lease *lease, const struct lease_route *route)
{
	for (size_t i = 0; i < lease->route_count; i++) {
		const struct lease_route *given = &lease->routes[i];

		if (given->to.length == route->to.length &&
		    given->via.family == route->via.family &&
		    same_bits(&given->to.address, &route->to.address, route->to.length) &&
		    same_bits(&given->via, &route->via, 32))
			return true;
	}
	return false;
}

bool lease_route_takes(const struct lease_route *route, const struct text_prefix *network)
{
	return route->to.length >= network->length &&
	    same_bits(&route->to.address, &network->address, network->length);
}
