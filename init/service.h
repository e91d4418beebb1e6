/* SPDX-License-Identifier: MIT */
/*
 * service - one supervised process, as a table of states and events.
 *
 *	            start     proceed   ready   died        timer     stop       refuse
 *	waiting     -         (3)       -       -           -         stopped    failed
 *	checking    -         -         -       (4)         -         stopped    -
 *	starting    -         -         ready   backing-off stopping  stopping   -
 *	ready       -         -         -       backing-off -         stopping   -
 *	backing-off waiting   -         -       -           waiting   stopped    failed
 *	failed      waiting   -         -       -           -         stopped    -
 *	stopping    -         -         -       (1)         (2)       -          -
 *	stopped     waiting   -         -       -           -         -          failed
 *
 * (1) stopped; or, when it is wanted again, waiting if that was asked for, else (it never became
 *     ready) backing-off: who starts it again by hand has not seen it die
 * (2) all of it is killed; it stays `stopping` until its death is seen
 *
 * (3) checking when it has a check, else starting
 * (4) of the check: starting when all is well, failed when its settings are refused (exit code 1),
 *     backing-off when the check itself went wrong
 *
 * waiting: for what its owner knows (other services, a cable): the owner says proceed.
 * starting: runs, not ready yet; the timer is the limit for that. backing-off: dead, the
 * timer starts it again (restart.h). stopping: SIGTERM is sent, the timer is the limit.
 * failed: refused by its owner, stays so until somebody says start.
 *
 * After service_open() nothing here fails: what goes wrong is logged and tried again.
 */
#ifndef WHIT_SERVICE_H
#define WHIT_SERVICE_H

#include "child.h"
#include "plan.h"
#include "restart.h"

enum service_state {
	SERVICE_WAITING, /* up to STARTING: on its way up */
	SERVICE_CHECKING,
	SERVICE_STARTING,
	SERVICE_READY,
	SERVICE_BACKING_OFF,
	SERVICE_FAILED,
	SERVICE_STOPPING,
	SERVICE_STOPPED,
	SERVICE_STATE_COUNT,
};

struct service {
	struct service *next;          /* in the list of all */
	char name[2 * PLAN_NAME];      /* "dns.knotd": of its control group and log lines */
	char title[2 * PLAN_NAME + 8]; /* "role dns: knotd": in init's own messages */
	const struct service_plan *plan;
	const struct role_plan *role; /* that it belongs to */
	int input; /* descriptors that become its stdin, stdout and stderr; 0 = none */
	int output;
	enum service_state state;
	int64_t since; /* of loop_now(): when state was entered */
	bool wanted;   /* to be up again when it is down */
	bool asked;    /* to stop, only to start again */
	unsigned starts;
	unsigned long memory_kills; /* seen so far */
	unsigned long refusals;     /* of further processes, the same */
	bool refused;               /* in this life, which has been said */
	struct child child;
	struct child check;  /* judges its settings, before it starts or reloads */
	bool check_again;    /* they changed while it was judging */
	struct child reload; /* makes it read its settings again */
	bool reload_again;   /* they changed while it was at it */
	struct timer timer;  /* see the table */
	struct timer look;   /* for the file or port that says ready */
	struct watch ready;  /* for the descriptor that says ready */
	struct restart_history history;
	void (*changed)(void *owner); /* called after each change of state */
	void *owner;
};

/* Opens the socket for READY_NOTIFY. 0, or -1 with errno. */
int service_open(void);

/* Makes a stopped service. name, title, plan, role, input, output, changed and owner
 * must be set. */
void service_add(struct service *service);

void service_start(struct service *service);
void service_proceed(struct service *service);
void service_stop(struct service *service);
void service_refuse(struct service *service);

/* For the end: whoever still runs, whosever it is. */
void service_stop_all(void);

/* Stops it if it runs, and starts it again. */
void service_restart(struct service *service);

/* Sends its reload signal or runs its reload program; restarts it when it has neither. If it has a check, only when that agrees. */
void service_reload(struct service *service);

/* Runs one of its programs, with the rights of the service; ready as in child.h, NULL for
 * all but its command. 0, or -1: it has been said why. */
int service_run(struct service *service, struct child *child, const char *const *command,
    int *ready);

/* Is what says that it is ready there: its file, or its port? */
bool service_is_seen(const struct service *service);

/* Runs its check, for as long as a start may take. The same. */
int service_check(struct service *service);

/* Runs its reload program, for as long as well, and once more when it was running. */
void service_run_reload(struct service *service);

/* Looks whether it has reached a limit since the last look, and says so. */
void service_look(struct service *service);

/* Is there a process, or will there be one again without anybody's doing? */
bool service_is_active(const struct service *service);

const char *service_state_name(enum service_state state);

#endif
