/* SPDX-License-Identifier: MIT */
/*
 * netlink - the few rtnetlink(7) requests Whit needs, without a library.
 *
 * The kernel serves a request within sendmsg(2): its answer lies in the socket when that
 * returns. So every socket here is non-blocking and nothing ever waits.
 *
 * Cards are meant by their interface index. All return -1 with errno on failure.
 */
#ifndef WHIT_NETLINK_H
#define WHIT_NETLINK_H

#include "text-values.h"

#include <linux/netlink.h>
#include <stdbool.h>
#include <stdint.h>

/* A socket; groups are RTMGRP_... to be told about, 0 = only answers. */
int netlink_open(uint32_t groups);

/* Sets a card up; mtu 0 = as it is. */
int netlink_link_up(int fd, unsigned card, unsigned mtu);

/* Makes a card of others: a VLAN of a card; a bond (mode: linux/if_bonding.h), or changes the empty one of that
 * name that is there. */
int netlink_make_vlan(int fd, const char *name, unsigned card, unsigned vlan);
int netlink_make_bond(int fd, const char *name, unsigned mode, unsigned interval);

/* Puts a card into a bond; it is down for a moment. */
int netlink_join(int fd, unsigned card, unsigned bond);

/* Adds or removes an address; one that is there already, or gone already, is fine. */
int netlink_add_address(int fd, unsigned card, const struct text_prefix *address);
int netlink_remove_address(int fd, unsigned card, const struct text_prefix *address);

/* Adds or removes a route to `to` by `via`; one with length 0 of its family is the default
 * route. via NULL = directly on the card. metric 0 = the kernel's choice. protocol tells whose
 * route it is: RTPROT_BOOT of the site, RTPROT_DHCP of a lease. */
int netlink_route(int fd, unsigned card, bool add, const struct text_prefix *to,
    const struct text_address *via, unsigned metric, uint8_t protocol);

/* Asks for all cards (RTM_GETLINK), addresses (RTM_GETADDR) ... of family: the answers come
 * through netlink_read(). */
int netlink_dump(int fd, uint16_t type, uint8_t family);

/* Reads what has come and gives every message to `message`. Returns 0, or -1 with errno:
 * EAGAIN = nothing more, ENOBUFS = some were lost: dump again. */
int netlink_read(int fd, void (*message)(void *owner, const struct nlmsghdr *header), void *owner);

/* [pure] Copies attribute `type` of a message whose fixed part has `fixed` bytes into `to`, at most
 * `size` bytes. Returns its length, or 0 when it is absent. */
size_t netlink_find(const struct nlmsghdr *header, size_t fixed, uint16_t type, void *to,
    size_t size);

/* [pure] What RTM_NEWLINK, RTM_DELLINK, RTM_NEWADDR, RTM_DELADDR say. false = not well-formed,
 * or of another kind. */
struct netlink_link {
	unsigned card;
	unsigned type;  /* ARPHRD_... */
	unsigned flags; /* IFF_... */
	char name[16];
	uint8_t mac[6];
	unsigned mtu;
	bool software; /* made by the kernel from nothing, or from other cards */
	bool removed;
};
bool netlink_read_link(const struct nlmsghdr *header, struct netlink_link *link);

/* What the routers on a card say there is to ask DHCPv6 for (RFC 4861 4.2), in an RTM_NEWLINK of family AF_INET6. */
struct netlink_router {
	unsigned card;
	bool managed; /* addresses */
	bool other;   /* the rest */
};
bool netlink_read_router(const struct nlmsghdr *header, struct netlink_router *router);

struct netlink_address {
	unsigned card;
	uint32_t flags; /* IFA_F_... */
	uint8_t scope;  /* RT_SCOPE_... */
	struct text_prefix prefix;
	bool removed;
};
bool netlink_read_address(const struct nlmsghdr *header, struct netlink_address *address);

/* RTM_NEWROUTE of a dump: a unicast route of the main table. */
struct netlink_route {
	unsigned card;
	struct text_prefix to;
	struct text_address via; /* family 0 = directly on the card */
	unsigned metric;
};
bool netlink_read_route(const struct nlmsghdr *header, struct netlink_route *route);

#endif
