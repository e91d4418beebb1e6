/* SPDX-License-Identifier: MIT */
/*
 * routes - the machine's IPv4 routes beside those of a lease: what a lease may not take over, and
 * what an earlier one has left behind.
 */
#ifndef WHIT_ROUTES_H
#define WHIT_ROUTES_H

#include "lease.h"

#include <linux/netlink.h>

enum { ROUTES_MAX = 256, ROUTES_MESSAGE = 128 };

struct routes {
	struct routes_entry {
		struct lease_route route;
		unsigned card;
		uint8_t protocol; /* RTPROT_... */
		union {
			struct nlmsghdr header;
			char space[ROUTES_MESSAGE];
		} message; /* as the kernel told it */
	} list[ROUTES_MAX];
	size_t count;
	bool ended;
};

/* Reads the main table; fd is of netlink_open(). 0, or -1 with errno. */
int routes_read(int fd, struct routes *routes);

/* Removes what DHCP has brought to the card and this lease does not give, or must not. 0, or -1 with errno. */
int routes_remove_old(int fd, const struct routes *routes, unsigned card,
    const struct lease *lease);

/* [pure] The network of another card, or of a route of the site, that the lease's route would take traffic
 * from; NULL when there is none. It points into routes. */
const struct text_prefix *routes_taken(const struct routes *routes, unsigned card,
    const struct lease_route *route);

#endif
