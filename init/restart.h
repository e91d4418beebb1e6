/* SPDX-License-Identifier: MIT */
/*
 * restart [pure] - when a service that died is started again.
 *
 * Between two starts lie at least RESTART_FLOOR milliseconds: a service that dies after
 * a long life is back at once, one that dies at once is back within a second. A death
 * within RESTART_QUICK of the start is a quick one. From the RESTART_PATIENCEth quick death
 * in a row on, the delay doubles with each, up to RESTART_CEILING. A life of RESTART_HEALTHY
 * forgives everything; one between quick and healthy neither adds nor forgives.
 */
#ifndef WHIT_RESTART_H
#define WHIT_RESTART_H

#include <stdbool.h>
#include <stdint.h>

enum {
	RESTART_FLOOR = 1000,
	RESTART_CEILING = 60 * 1000,
	RESTART_QUICK = 10 * 1000,
	RESTART_HEALTHY = 60 * 1000,
	RESTART_PATIENCE = 5,
	RESTART_DEATHS = 8, /* remembered, for those who ask why */
};

struct restart_death {
	int64_t time;  /* of loop_now() */
	int64_t lived; /* ms */
	int status;    /* of waitpid() */
};

/* Zeroed at first. */
struct restart_history {
	struct restart_death deaths[RESTART_DEATHS]; /* a ring; the newest is at (count - 1) */
	unsigned count;                              /* of all deaths */
	unsigned quick;                              /* deaths in a row */
};

/* Notes a death and returns how many milliseconds after it the next start is due. */
int64_t restart_after(struct restart_history *history, int64_t started, int64_t died, int status);

/* Has it died so often in a row that its starts are delayed more and more? */
bool restart_is_loop(const struct restart_history *history);

#endif
