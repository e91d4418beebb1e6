/* SPDX-License-Identifier: MIT */
/*
 * lease [pure] - what udhcpc says of a lease in its environment, read with suspicion: a DHCP
 * server on the wire is nobody one knows.
 *
 * What is malformed is reported, and left out; a lease without a good address is none.
 */
#ifndef WHIT_LEASE_H
#define WHIT_LEASE_H

#include "problem.h"
#include "text-values.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	LEASE_ROUTES = 32,
	LEASE_SERVERS = 8,
	LEASE_TEXT = 256,
	LEASE_MTU_MIN =
	    1280, /* with less the kernel takes IPv6 off the card, the site's addresses too */
	LEASE_MTU_MAX = 9216,
	LEASE_LENGTH_MIN = 8, /* of its network; 10.0.0.0/8 is the largest there is */
};

struct lease_route {
	struct text_prefix to;
	struct text_address via; /* family 0: directly on the card */
};

struct lease {
	struct text_prefix address;
	struct lease_route routes[LEASE_ROUTES]; /* option 121 (RFC 3442) if there is one, else 3 */
	size_t route_count;
	struct text_address dns[LEASE_SERVERS];
	size_t dns_count;
	struct text_address ntp[LEASE_SERVERS];
	size_t ntp_count;
	char search[LEASE_TEXT]; /* domains, blank separated */
	unsigned mtu;            /* 0 = none given */
	uint32_t seconds;        /* of the lease */
};

/* The environment's value of a name, or NULL: getenv() or a test's own. */
typedef const char *lease_value(const char *name);

/* 0, or -1 when there is no usable address. */
int lease_read(struct lease *lease, lease_value *value, struct problems *problems);

/* Parts of it that other leases share (lease6.h). */
void lease_read_search(char search[LEASE_TEXT], lease_value *value, struct problems *problems);
void lease_complain(struct problems *problems, const char *key, const char *value, const char *why);

/* Does the lease give this route? */
bool lease_gives(const struct lease *lease, const struct lease_route *route);

/* Would the route take what is meant for the network, or for a part of it? */
bool lease_route_takes(const struct lease_route *route, const struct text_prefix *network);

#endif
