/* SPDX-License-Identifier: MIT */
/*
 * card - every network card: up, with the addresses and routes that settings.h gives it.
 *
 * rtnetlink(7) tells of cards and addresses as they come and go; a card is set up when it is
 * first seen, whenever that is. Those that are there at the start take their settings in the
 * order of their places in the machine (PCI), whatever order the kernel found them in. Of two
 * default routes that of the earlier card counts (its metric is lower), unless metric = says
 * otherwise; one whose link is down does not count. IPv6 addresses come from the routers
 * (SLAAC), by the kernel.
 */
#ifndef WHIT_CARD_H
#define WHIT_CARD_H

#include "dhcp.h"
#include "dhcp6.h"
#include "netlink.h"
#include "settings.h"

enum { CARDS = 16, CARD_ADDRESSES = 16 };

struct card {
	unsigned number; /* the kernel's interface index; 0 = no card in this place */
	char name[16];
	uint8_t mac[6];
	unsigned mtu;
	bool carrier;
	bool is_set_up;
	struct text_prefix addresses[CARD_ADDRESSES]; /* it has now, link-local ones left out */
	unsigned metric;                              /* of its default routes */
	size_t address_count;
	struct settings_section *section;
	struct dhcp dhcp;
	struct dhcp6 dhcp6;
};

/* Sets lo and all cards up, now and whenever one appears; ready() is called after the first look
 * at them. 0, or -1 with errno. */
int card_open(void (*ready)(void));

/* The card in a place, 0 ... CARDS - 1; NULL when there is none. */
struct card *card_at(size_t place);

/* The socket for requests to the kernel (netlink.h). */
int card_requests(void);

/* "static", "dhcp" or "router": whom the card has an address from. */
const char *card_source(const struct card *card, const struct text_prefix *address);

#endif
