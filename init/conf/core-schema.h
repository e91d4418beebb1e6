/* SPDX-License-Identifier: MIT */
/*
 * core-schema [pure] - the sections of site.conf that belong to no role: [site],
 * [network], [network.NAME], [log], [admin].
 *
 *	[site]     hostname (required), roles (required, list of names)
 *	[network]  the first card; [network.NAME] the card of that name, or of mac =
 *	           address  dhcp | none | ADDRESS/PREFIX ... (list, may repeat; absent = dhcp;
 *	                    dhcp may stand beside IPv6 addresses)
 *	           gateway  ADDRESS ... (one of each family)
 *	           dns      ADDRESS ... (list, may repeat)
 *	           search   DOMAIN ...
 *	           mtu      68..65535
 *	           metric   of its routes: the lower one counts (100 and its place)
 *	           route    NETWORK via ADDRESS (may repeat)
 *	           mac      which card this is, whatever its name
 *	           driver   the same, by the kernel driver's name
 *	           vlan     1..4094: a card made of the frames so tagged of
 *	           card     another, meant by its name or that of its section
 *	           bond     a card made of these others,
 *	           mode     active-backup (one at a time) or 802.3ad (all, with LACP)
 *	[log]      forward  udp | tcp ADDRESS[:PORT]: the collector that gets all lines
 *	[admin]    ssh_key  (may repeat; text: a file on the build host or a public key)
 */
#ifndef WHIT_CORE_SCHEMA_H
#define WHIT_CORE_SCHEMA_H

#include "schema.h"
#include "text-values.h"

extern const struct schema_section core_schema[];

struct core_route {
	struct text_prefix to;
	struct text_address via;
};

/* Value of `route`: "NETWORK via ADDRESS", or "default via ADDRESS" (0.0.0.0/0 or ::/0 by
 * ADDRESS's family). Reason or NULL, as in text.h. */
const char *core_read_route(const char *text, struct core_route *route);

struct core_collector {
	bool tcp;
	struct text_address address;
	uint16_t port; /* 514 unless said */
};

/* Value of `forward`: "udp ADDRESS[:PORT]" or "tcp ...". Reason or NULL. */
const char *core_read_collector(const char *text, struct core_collector *collector);

/* schema_check() with core_schema, then what takes several keys: gateways that no
 * address reaches, two sections for one card, roles named twice, and sections whose
 * first word is neither core nor a chosen role. */
void core_check(const struct site *site, struct problems *problems);

/* [site] roles as written: walk it with text_next_word(). "" when absent. */
const char *core_roles(const struct site *site);

#endif
