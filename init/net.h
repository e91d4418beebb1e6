/* SPDX-License-Identifier: MIT */
/*
 * net - the network: every card up, with the addresses the site gives it, or DHCP's.
 *
 * rtnetlink(7) tells of cards and addresses as they come and go; a card is set up when it
 * is first seen, whenever that is. A card takes the section [network.NAME] of its name, or
 * the section whose mac = or driver = it has; the first other card takes [network]; any
 * other does DHCP. DHCP is a service (service.h) that waits until its card has a carrier.
 * IPv6 addresses come from the routers (SLAAC), by the kernel. Nothing waits for a network.
 */
#ifndef WHIT_NET_H
#define WHIT_NET_H

#include "net-plan.h"
#include "service.h"

enum {
	NET_CARDS = 16,
	NET_ADDRESSES = 8,
	NET_UID = 210, /* of DHCP clients; scripts/accounts keeps it from roles */
};

struct net_card {
	unsigned number; /* the kernel's interface index; 0 = no card in this place */
	char name[16];
	uint8_t mac[6];
	bool carrier;
	struct text_prefix addresses[NET_ADDRESSES]; /* it has now, link-local ones left out */
	size_t address_count;
	const struct site_section *section; /* of the site; NULL = none: DHCP */
	bool dhcp;
	struct service_plan dhcp_plan;
	struct service dhcp_client;
};

/* Sets lo and all cards up. site and override must live on. */
void net_start(const struct site *site, const struct net_override *override);

/* The card in a place, 0 ... NET_CARDS - 1; NULL when there is none. */
const struct net_card *net_card_at(size_t place);

#endif
