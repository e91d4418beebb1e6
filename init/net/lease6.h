/* SPDX-License-Identifier: MIT */
/*
 * lease6 [pure] - what udhcpc6 says of a DHCPv6 lease in its environment, read with suspicion as
 * lease.h does. Routes and the network's length are none of DHCPv6's business: routers tell them.
 */
#ifndef WHIT_LEASE6_H
#define WHIT_LEASE6_H

#include "lease.h"

struct lease6 {
	struct text_prefix address; /* family 0 = none: only name servers were asked for */
	struct text_address dns[LEASE_SERVERS];
	size_t dns_count;
	char search[LEASE_TEXT]; /* domains, blank separated */
	uint32_t seconds;
};

/* 0, or -1 when there is an address and it is not usable. */
int lease6_read(struct lease6 *lease, lease_value *value, struct problems *problems);

#endif
