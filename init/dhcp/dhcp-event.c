/* SPDX-License-Identifier: MIT */
/*
 * dhcp-event - what udhcpc runs when something happens to a lease.
 *
 *	dhcp-event deconfig|bound|renew|nak|leasefail     the rest comes in the environment
 *
 * deconfig: the card loses its IPv4 addresses that DHCP gave. bound, renew: it gets the
 * lease's address and routes, /run/net/CARD.lease tells of it, and /run/net/resolv.conf
 * gets its name servers unless the site has its own (WHIT_DNS=site), the card its MTU unless the site
 * says one (WHIT_MTU=site). Routes of the lease before go; those that would take traffic from the network of
 * another card, or from a route of the site, are refused. The rest is only said.
 */
#include "cleanup.h"
#include "io.h"
#include "lease.h"
#include "netlink.h"
#include "routes.h"

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { FILE_MAX = 4096, ADDRESSES_MAX = 16, FIRST_METRIC = 100 };

struct addresses {
	unsigned card;
	struct text_prefix list[ADDRESSES_MAX];
	size_t count;
	bool ended;
};

static void take_address(void *owner, const struct nlmsghdr *header)
{
	struct addresses *addresses = owner;
	struct netlink_address address;

	if (header->nlmsg_type == NLMSG_DONE || header->nlmsg_type == NLMSG_ERROR)
		addresses->ended = true;
	else if (netlink_read_address(header, &address) && address.card == addresses->card &&
	    address.prefix.address.family == AF_INET && addresses->count < ADDRESSES_MAX)
		addresses->list[addresses->count++] = address.prefix;
}

/* Removes every IPv4 address of the card but the one to keep (may be NULL). A card that does
 * DHCP has no other ones: the site's schema sees to that. Routes go with them. */
static int remove_addresses(int fd, unsigned card, const struct text_prefix *keep)
{
	struct addresses addresses = { .card = card };
	int result = 0;

	if (netlink_dump(fd, RTM_GETADDR, AF_INET) == -1)
		return -1;
	while (!addresses.ended)
		if (netlink_read(fd, take_address, &addresses) == -1)
			return -1;
	for (size_t i = 0; i < addresses.count; i++)
		if (keep == NULL || memcmp(keep, &addresses.list[i], sizeof(*keep)) != 0)
			result |= netlink_remove_address(fd, card, &addresses.list[i]);
	return result;
}

static int failed(const char *card, const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", card, what, strerror(errno));
	return -1;
}

static int set_routes(int fd, const char *card, unsigned number, const struct lease *lease)
{
	static struct routes routes;
	/* several cards may have a default route: the first card's wins */
	unsigned metric = FIRST_METRIC + number;
	int result = routes_read(fd, &routes);

	if (result == -1 || routes_remove_old(fd, &routes, number, lease) == -1)
		result = failed(card, "old routes");
	/* first what is directly on the card: the other routers may lie behind it */
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < lease->route_count; i++) {
			const struct lease_route *route = &lease->routes[i];
			bool direct = route->via.family == 0;
			const struct text_prefix *taken = routes_taken(&routes, number, route);
			char text[TEXT_PREFIX_MAX];
			char other[TEXT_PREFIX_MAX];

			if (direct != (pass == 0))
				continue;
			text_format_prefix(&route->to, text);
			if (taken != NULL)
				fprintf(stderr, "%s: route %s is refused: it takes from %s\n", card,
				    text, text_format_prefix(taken, other));
			else if (netlink_add_route(fd, number, &route->to,
			             direct ? NULL : &route->via, metric, RTPROT_DHCP) == -1)
				result = failed(card, text);
		}
	}
	return result;
}

static int write_files(const char *card, const struct lease *lease)
{
	const char *own_dns = getenv("WHIT_DNS");
	char path[sizeof("/run/net/.lease") + IF_NAMESIZE];
	char text[FILE_MAX];
	int result = 0;

	snprintf(path, sizeof(path), "/run/net/%s.lease", card);
	lease_print(lease, text, sizeof(text));
	if (io_replace_file(path, text, 0644) == -1)
		result = failed(card, path);
	if (own_dns != NULL || lease->dns_count == 0)
		return result;
	lease_resolv_conf(lease, text, sizeof(text));
	if (io_replace_file("/run/net/resolv.conf", text, 0644) == -1)
		result = failed(card, "/run/net/resolv.conf");
	return result;
}

static const char *from_environment(const char *name)
{
	return getenv(name);
}

static int configure(int fd, const char *card, unsigned number)
{
	struct problems problems = { 0 };
	struct lease lease;
	int good = lease_read(&lease, from_environment, &problems);

	problems_print(&problems, stderr);
	problems_free(&problems);
	if (good == -1)
		return -1;
	if (lease.mtu != 0 && getenv("WHIT_MTU") == NULL &&
	    netlink_link_up(fd, number, lease.mtu) == -1)
		failed(card, "mtu");
	if (netlink_add_address(fd, number, &lease.address) == -1)
		return failed(card, "address");
	if (remove_addresses(fd, number, &lease.address) == -1)
		failed(card, "old addresses");
	return set_routes(fd, card, number, &lease) | write_files(card, &lease);
}

static int deconfigure(int fd, const char *card, unsigned number)
{
	char path[sizeof("/run/net/.lease") + IF_NAMESIZE];

	snprintf(path, sizeof(path), "/run/net/%s.lease", card);
	unlink(path);
	if (netlink_link_up(fd, number, 0) == -1)
		return failed(card, "up");
	return remove_addresses(fd, number, NULL) == -1 ? failed(card, "addresses") : 0;
}

int main(int argc, char **argv)
{
	const char *card = getenv("interface");
	const char *event = argc == 2 ? argv[1] : "";
	autoclose int fd = netlink_open(0);
	unsigned number;
	int result = 0;

	if (card == NULL || text_card(card) != NULL || fd == -1) {
		fputs("usage: dhcp-event EVENT, as udhcpc calls it\n", stderr);
		return 2;
	}
	number = if_nametoindex(card);
	if (number == 0)
		return failed(card, "no such card") == 0;
	if (strcmp(event, "deconfig") == 0)
		result = deconfigure(fd, card, number);
	else if (strcmp(event, "bound") == 0 || strcmp(event, "renew") == 0)
		result = configure(fd, card, number);
	else
		printf("%s: %s\n", card, event);
	return result == 0 ? 0 : 1;
}
