/* SPDX-License-Identifier: MIT */
/*
 * turns - in what order things start when the machine does: as many at once as it has
 * processors, for on one processor two only hold each other up, and the first is needed
 * as much as the last. Who takes his time holds up the next for 2 s, no longer.
 *
 * A turn is a member of what it starts, so nothing is allocated.
 */
#ifndef WHIT_TURNS_H
#define WHIT_TURNS_H

enum turn_state { TURN_NONE, TURN_WAITING, TURN_TAKEN };

struct turn {
	struct turn *next; /* in the order in which they came */
	enum turn_state state;
	void (*start)(void *owner);
	void *owner;
};

/* Lines up; start(owner) is called by turns_give() when it may. Once for each turn. */
void turn_wait(struct turn *turn, void (*start)(void *owner), void *owner);

/* It has started, or will not: another may. */
void turn_end(struct turn *turn);

/* Starts those whose turn it is. */
void turns_give(void);

#endif
