/* SPDX-License-Identifier: MIT */
/*
 * role - the roles of this image, and the system's own services: what /etc/whit/plan names.
 *
 * To start a role means: prepare it, then start its services, each as soon as those it
 * stands `after` are ready. To prepare means, in one child process with a time limit: make
 * /run/NAME and /data/NAME, copy its secrets, then run the role's own `prepare` program
 * as the role's uid. An exit code of 1 says that the site is wrong: the role has failed
 * until somebody changes something. Any other death of it is tried again (restart.h). All of it
 * is done by launch/. A service of the system's own that has no such program needs no child for
 * it: its /run/NAME is made as it starts.
 *
 * When the machine starts, roles take turns (turns.h); behind them come the system's own services
 * that are not `required`.
 *
 * A service with `when` is left out while that file is not there, which the role's `prepare` makes or
 * not: it waits, and nobody asks for it. No other may stand after it but those that have the same.
 *
 * Services stop in the reverse order: each when all that stand after it are down.
 */
#ifndef WHIT_ROLE_H
#define WHIT_ROLE_H

#include "child.h"
#include "plan.h"
#include "restart.h"
#include "service.h"
#include "turns.h"

#include <stdbool.h>
#include <stddef.h>

/* What is to be done with the services, when the role is prepared unless they are to stop. */
enum role_goal {
	ROLE_NOTHING,
	ROLE_START,
	ROLE_RESTART,
	ROLE_RELOAD,
	ROLE_STOP,
};

struct role {
	const struct role_plan *plan;
	struct service services[PLAN_SERVICES];
	struct child prepare;
	struct restart_history prepare_history;
	struct timer again;  /* prepares once more */
	struct timer look;   /* for a clock or an address, for who needs one */
	struct turn turn;    /* when the machine starts */
	enum role_goal goal; /* ROLE_NOTHING = is not being prepared */
	bool stopping;
};

/* Reads the plan. 0, or -1 when it is bad: it has been said why. */
int roles_open(void);

/* Starts the system's own services that are `required`, then all roles, and then the rest of the system's own. */
void roles_start(void);

/* Stops all roles, not the system's own services; stopped() is called when the last service is down, perhaps more than once. */
void roles_stop(void (*stopped)(void *unused));

/* Are all required services ready? */
bool roles_ready(void);

size_t role_count(void);
struct role *role_at(size_t index);

/* What the worst of its services is in. */
enum service_state role_state(const struct role *role);

/* For the control socket: NULL = begun, else why not. */
const char *role_ask(const char *name, enum role_goal goal);

#endif
