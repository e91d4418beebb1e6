/* SPDX-License-Identifier: MIT */
/*
 * spawn - how a child process comes to be: from fork(2) to execve(2), step by step.
 *
 * The steps stand in one table in spawn.c, in the order in which rights shrink. When one
 * fails the child writes which, and errno, into a close-on-exec pipe and dies; when
 * execve succeeds the pipe closes without a word. The parent never waits for either.
 */
#ifndef WHIT_SPAWN_H
#define WHIT_SPAWN_H

#include <stdint.h>
#include <sys/types.h>

struct spawn_plan {
	const char *cgroup;             /* NULL = stays in init's own */
	const char *const *command;     /* NULL = nothing to execute: exit when before() is done */
	const char *const *environment; /* added to PATH; may be NULL */
	int (*before)(const void *argument); /* runs in the child as root; 0, or -1 with errno */
	const void *argument;
	int input;             /* becomes stdin; 0 = none: it is empty */
	int output;            /* becomes stdout and stderr; 0 = none: what is written is gone */
	uid_t uid;             /* and gid; 0 = stays root, with the capabilities only */
	uint64_t capabilities; /* a bit each */
	unsigned files;        /* RLIMIT_NOFILE */
	const char *tty;       /* terminals to try as stdin, stdout, stderr; NULL or "" = none */
	const char *notify_socket; /* becomes NOTIFY_SOCKET; NULL = none */
	int ready_fd;              /* number in the child of ready_pipe */
	const char *ready_file;    /* is removed, with the service's rights; NULL = none */
};

/* The parent's ends of a child's pipes, all non-blocking; -1 = none. */
struct spawn_pipes {
	int report; /* gives a struct spawn_report, or ends when the program runs */
	int ready;  /* what the child writes to ready_fd; none when that is 0 */
};

struct spawn_report {
	int step;
	int error;
};

/* Starts a child. Returns its pid and fills pipes, or returns -1 with errno. */
pid_t spawn(const struct spawn_plan *plan, struct spawn_pipes *pipes);

/* The name of a step, for messages. */
const char *spawn_step_name(int step);

#endif
