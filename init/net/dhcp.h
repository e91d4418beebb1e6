/* SPDX-License-Identifier: MIT */
/*
 * dhcp - the DHCP client of a card: udhcpc as a child, and what it is told by a server.
 *
 * udhcpc runs dhcp-event at each turn of its lease, which sends what it was given to a socket
 * here; it is read with suspicion (lease.h) and put on the card. The address is kept while
 * the cable is out; when it is back, the server is asked at once whether it still holds (client.h).
 */
#ifndef WHIT_DHCP_H
#define WHIT_DHCP_H

#include "client.h"
#include "lease.h"

struct dhcp {
	struct client client;
	bool bound; /* lease holds */
	struct lease lease;
};

/* Opens the socket for dhcp-event, which dhcp6 uses too. 0, or -1 with errno. */
int dhcp_open(void);

/* Wants an address by DHCP: asks as soon as the card has a carrier. */
void dhcp_start(struct card *card);

/* The card is gone. */
void dhcp_stop(struct card *card);

#endif
