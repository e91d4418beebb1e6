/* SPDX-License-Identifier: MIT */
/*
 * steps - the way from root to a service's own rights, as one table, in the order in which
 * rights shrink. What runs is what is listed: each step can tell what it does.
 */
#ifndef WHIT_STEPS_H
#define WHIT_STEPS_H

#include "../plan.h"

#include <stddef.h>

enum { STEP_TEXT = 512 };

/* Whose way it is. */
struct order {
	const struct role_plan *role;
	const struct service_plan *service; /* NULL = the program that prepares the role */
	const char *group; /* "dns.knotd": its control group, and its name in messages */
	const char *const *command;
};

struct step {
	const char *name;
	int (*run)(const struct order
	        *order); /* 0, or -1 with errno; NULL = the last one, execve(2) */
	/* Writes what it does into text; false when it has nothing to do here. */
	bool (*tell)(const struct order *order, char text[STEP_TEXT]);
};

extern const struct step steps[];
extern const size_t step_count;

/* Goes the way of a struct order to its end, where only execve(2) is left; for a child on its way to
 * that (struct spawn_plan). 0, or -1 with errno and *failed = the name of the step. */
int steps_take(const void *order, const char **failed);

#endif
