/* SPDX-License-Identifier: MIT */
#include "turns.h"

#include "loop.h"

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>

enum { PATIENCE = 2000 }; /* ms */

static struct turn *first;
static struct turn **end = &first;
static struct timer patience;
static int more; /* turns than processors, for those who take their time */

/* Those that we may run on: in a container not all there are. */
static int processors(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
}

static void on_patience(void *owner)
{
	(void)owner;
	more++;
	turns_give();
}

void turn_wait(struct turn *turn, void (*start)(void *owner), void *owner)
{
	*turn = (struct turn){ .state = TURN_WAITING, .start = start, .owner = owner };
	*end = turn;
	end = &turn->next;
}

void turn_end(struct turn *turn)
{
	turn->state = TURN_NONE;
}

void turns_give(void)
{
	int left = processors() + more;
	bool waiting = false;

	for (const struct turn *turn = first; turn != NULL; turn = turn->next)
		left -= turn->state == TURN_TAKEN;
	for (struct turn *turn = first; turn != NULL; turn = turn->next) {
		if (turn->state == TURN_WAITING && left > 0) {
			left--;
			turn->state = TURN_TAKEN;
			turn->start(turn->owner);
		}
		waiting |= turn->state == TURN_WAITING;
	}
	if (waiting && !patience.running)
		timer_set(&patience, PATIENCE, on_patience, NULL);
}
