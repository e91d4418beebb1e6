/* SPDX-License-Identifier: MIT */
/*
 * dhcp6 - the DHCPv6 client of a card: udhcpc6 as a child, where a router says that there is a
 * server: for addresses (its M flag), or for name servers only (O; RFC 4861 4.2).
 *
 * The client's name for the machine (DUID, RFC 8415 11) is made of the machine's id where /data keeps
 * one, else of the address of the first card.
 */
#ifndef WHIT_DHCP6_H
#define WHIT_DHCP6_H

#include "client.h"
#include "lease6.h"

struct dhcp6 {
	struct client client;
	enum { DHCP6_NOTHING, DHCP6_SERVERS, DHCP6_ADDRESS } asked;
	bool bound; /* lease holds */
	struct lease6 lease;
};

/* A router has said what there is to ask for; true = a DHCPv6 server has addresses, or name servers. */
void dhcp6_announced(struct card *card, bool addresses, bool servers);

/* An event of udhcpc6: what, and its environment. */
void dhcp6_event(struct card *card, const char *what, lease_value *value);

/* The card is gone. */
void dhcp6_stop(struct card *card);

#endif
