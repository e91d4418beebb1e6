/* SPDX-License-Identifier: MIT */
/*
 * client - a program that asks for a card's settings, kept running: udhcpc, udhcpc6.
 *
 * It runs while it is wanted, from the card's first carrier on. One that dies is started again
 * (restart.h); when the carrier is back it is told to ask at once.
 */
#ifndef WHIT_CLIENT_H
#define WHIT_CLIENT_H

#include "loop.h"
#include "restart.h"

#include <stdbool.h>
#include <sys/types.h>

struct card;

struct client {
	bool wanted;
	pid_t pid; /* 0 = none runs */
	int64_t started;
	struct restart_history history;
	struct timer again;
	struct card *card;
	void (*run)(const struct card *card); /* becomes the program, in the child */
	struct client *next;                  /* of all that ever ran */
};

/* Wants it; run() is called in a child, with no signal blocked. */
void client_start(struct client *client, struct card *card, void (*run)(const struct card *card));
void client_stop(struct client *client);

/* What it has found is no good: another one asks anew. */
void client_replace(struct client *client);

/* The card's carrier has come. */
void client_carrier(struct client *client);

/* A child has died. */
void client_child_died(pid_t pid, int status);

#endif
