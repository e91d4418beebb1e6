/* SPDX-License-Identifier: MIT */
/*
 * child - a process that init started, as init sees it: its pid, its output, how it ends.
 *
 * Every child is reaped by child_reap(), and what it leaves behind in its process group
 * dies with it. Orphans, which the kernel hands to PID 1, are reaped too.
 */
#ifndef WHIT_CHILD_H
#define WHIT_CHILD_H

#include "child-status.h"
#include "loop.h"
#include "spawn.h"

enum { CHILD_NAME = 80 };

struct child {
	struct child *next;                     /* in the list of running children */
	pid_t pid;                              /* 0 = none runs */
	char name[CHILD_NAME];                  /* for messages: "dns.knotd" */
	int output;                             /* of the plan it was started by */
	struct watch report;                    /* of spawn(); closed when the program runs */
	int64_t started;                        /* of loop_now() */
	int status;                             /* of its last end */
	void (*running)(void *owner);           /* execve succeeded; may be NULL */
	void (*ended)(void *owner, int status); /* status as waitpid(2) gives it; may be NULL */
	void *owner;
	struct timer limit; /* of child_limit() */
	bool awaited;       /* by child_await() */
};

enum { CHILD_NOT_STARTED = 127 << 8 }; /* a status: exit code 127, as shells have it */

/* Starts a child; its name, callbacks and owner must be set. ready gets the pipe of
 * plan->ready_fd, or -1; it may be NULL when the plan has none. Returns 0, or -1 when nothing
 * was started: it has been said why. */
int child_start(struct child *child, const struct spawn_plan *plan, int *ready);

/* Kills the child, by SIGKILL and with a message, when it still runs after milliseconds. */
void child_limit(struct child *child, int64_t milliseconds);

/* Starts a child without which nothing else goes on: its ended() is called once, whatever happens. One
 * that cannot be started ends so (CHILD_NOT_STARTED); one that still runs after milliseconds is killed,
 * and has ended by that a second later, whether it has died or hangs. */
void child_await(struct child *child, const struct spawn_plan *plan, int64_t milliseconds);

/* SIGKILL to the child and all of its process group, and of its control group if any. */
void child_kill(const struct child *child, const char *cgroup);

/* Reaps everything that has died; call it at SIGCHLD. */
void child_reap(void);

#endif
