/* SPDX-License-Identifier: MIT */
/*
 * spawn - how a child process comes to be: from fork(2) to execve(2), step by step.
 *
 * The child gets its place (session, control group, descriptors), then goes its own way to fewer
 * rights (before(), for services launch/steps.h), and executes its program. When a step fails the
 * child writes which, and errno, into a close-on-exec pipe and dies; when the program runs the pipe
 * closes without a word. The parent never waits for either.
 */
#ifndef WHIT_SPAWN_H
#define WHIT_SPAWN_H

#include <stdint.h>
#include <sys/types.h>

struct spawn_plan {
	const char *cgroup;             /* NULL = stays in init's own */
	const char *const *command;     /* NULL = nothing to execute: exit when before() is done */
	const char *const *environment; /* NULL = nothing but PATH */
	/* Runs in the child when all else is in its place; 0, or -1 with errno and, if it has steps of
	 * its own, the name of the one that failed. */
	int (*before)(const void *argument, const char **step);
	const void *argument;
	int input;       /* becomes stdin; 0 = none: it is empty */
	int output;      /* becomes stdout and stderr; 0 = none: what is written is gone */
	uid_t owner;     /* whose the output is, so that it may open /proc/self/fd/1 again */
	const char *tty; /* terminals to try as stdin, stdout, stderr; NULL or "" = none */
	int ready_fd;    /* number in the child of ready_pipe */
};

/* The parent's ends of a child's pipes, all non-blocking; -1 = none. */
struct spawn_pipes {
	int report; /* gives a struct spawn_report, or ends when the program runs */
	int ready;  /* what the child writes to ready_fd; none when that is 0 */
};

enum { SPAWN_STEP = 28 };

struct spawn_report {
	int error;
	char step[SPAWN_STEP]; /* its name */
};

/* Starts a child. Returns its pid and fills pipes, or returns -1 with errno. */
pid_t spawn(const struct spawn_plan *plan, struct spawn_pipes *pipes);

#endif
