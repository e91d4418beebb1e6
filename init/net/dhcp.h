/* SPDX-License-Identifier: MIT */
/*
 * dhcp - the DHCP client of a card: udhcpc as a child, and what it is told by a server.
 *
 * udhcpc runs dhcp-event at each turn of its lease, which sends what it was given to a socket
 * here; it is read with suspicion (lease.h) and put on the card. The address is kept while
 * the cable is out; when it is back, the server is asked at once whether it still holds.
 * A client that dies is started again (restart.h).
 */
#ifndef WHIT_DHCP_H
#define WHIT_DHCP_H

#include "lease.h"
#include "loop.h"
#include "restart.h"

#include <sys/types.h>

struct card;

struct dhcp {
	bool wanted;
	bool bound; /* lease holds */
	pid_t pid;  /* 0 = no client runs */
	int64_t started;
	struct restart_history history;
	struct timer again;
	struct lease lease;
};

/* Opens the socket for dhcp-event. 0, or -1 with errno. */
int dhcp_open(void);

/* Wants an address by DHCP: asks as soon as the card has a carrier. */
void dhcp_start(struct card *card);
void dhcp_stop(struct card *card);

/* The card's carrier has come. */
void dhcp_carrier(struct card *card);

/* A child has died. */
void dhcp_child_died(pid_t pid, int status);

#endif
