/* SPDX-License-Identifier: MIT */
#include "routes.h"

#include "netlink.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

static void take_route(void *owner, const struct nlmsghdr *header)
{
	struct routes *routes = owner;
	struct routes_entry *entry = &routes->list[routes->count];
	struct rtmsg fixed;

	if (header->nlmsg_type == NLMSG_DONE || header->nlmsg_type == NLMSG_ERROR)
		routes->ended = true;
	if (header->nlmsg_type != RTM_NEWROUTE || header->nlmsg_len < NLMSG_LENGTH(sizeof(fixed)) ||
	    header->nlmsg_len > sizeof(entry->message) || routes->count == ROUTES_MAX)
		return;
	memcpy(&fixed, (const char *)header + NLMSG_HDRLEN, sizeof(fixed));
	if (fixed.rtm_family != AF_INET || fixed.rtm_table != RT_TABLE_MAIN ||
	    fixed.rtm_type != RTN_UNICAST || fixed.rtm_dst_len > 32)
		return;
	memset(entry, 0, sizeof(*entry));
	memcpy(&entry->message, header, header->nlmsg_len);
	entry->protocol = fixed.rtm_protocol;
	entry->route.to.address.family = AF_INET;
	entry->route.to.length = fixed.rtm_dst_len;
	netlink_find(header, sizeof(fixed), RTA_DST, entry->route.to.address.bytes, 4);
	netlink_find(header, sizeof(fixed), RTA_OIF, &entry->card, sizeof(entry->card));
	if (netlink_find(header, sizeof(fixed), RTA_GATEWAY, entry->route.via.bytes, 4) == 4)
		entry->route.via.family = AF_INET;
	routes->count++;
}

int routes_read(int fd, struct routes *routes)
{
	routes->count = 0;
	routes->ended = false;
	if (netlink_dump(fd, RTM_GETROUTE, AF_INET) == -1)
		return -1;
	while (!routes->ended)
		if (netlink_read(fd, take_route, routes) == -1)
			return -1;
	return 0;
}

static void take_answer(void *owner, const struct nlmsghdr *header)
{
	struct nlmsgerr error;

	if (header->nlmsg_type != NLMSG_ERROR || header->nlmsg_len < NLMSG_LENGTH(sizeof(error)))
		return;
	memcpy(&error, (const char *)header + NLMSG_HDRLEN, sizeof(error));
	*(int *)owner = -error.error;
}

/* What the kernel told of a route is what it wants to hear to remove it. */
static int remove_route(int fd, const struct routes_entry *entry)
{
	struct routes_entry copy = *entry;
	int error = 0;

	copy.message.header.nlmsg_type = RTM_DELROUTE;
	copy.message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	if (send(fd, &copy.message, copy.message.header.nlmsg_len, 0) == -1 ||
	    netlink_read(fd, take_answer, &error) == -1)
		return -1;
	errno = error;
	return error == 0 || error == ESRCH ? 0 : -1;
}

const struct text_prefix *routes_taken(const struct routes *routes, unsigned card,
    const struct lease_route *route)
{
	for (size_t i = 0; i < routes->count; i++) {
		const struct routes_entry *entry = &routes->list[i];
		bool others = entry->protocol == RTPROT_KERNEL ? entry->card != card
		                                               : entry->protocol != RTPROT_DHCP;

		if (others && entry->route.to.length > 0 &&
		    lease_route_takes(route, &entry->route.to))
			return &entry->route.to;
	}
	return NULL;
}

int routes_remove_old(int fd, const struct routes *routes, unsigned card, const struct lease *lease)
{
	int result = 0;

	for (size_t i = 0; i < routes->count; i++) {
		const struct routes_entry *entry = &routes->list[i];

		if (entry->card == card && entry->protocol == RTPROT_DHCP &&
		    (!lease_gives(lease, &entry->route) ||
		        routes_taken(routes, card, &entry->route) != NULL))
			result |= remove_route(fd, entry);
	}
	return result;
}
