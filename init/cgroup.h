/* SPDX-License-Identifier: MIT */
/*
 * cgroup - a control group (v2) for each service: what it may use at most, and a way to
 * kill all of it at once. See Documentation/admin-guide/cgroup-v2.rst of the kernel.
 *
 * Where there is no writable cgroup2 (in a container), limits do not hold: said once by
 * cgroup_open(); every other function then does nothing.
 */
#ifndef WHIT_CGROUP_H
#define WHIT_CGROUP_H

#include <stdbool.h>
#include <stdint.h>

enum { CGROUP_PATH = 128 };

struct cgroup_limits {
	uint64_t memory;         /* bytes; 0 = none */
	unsigned memory_percent; /* of the machine's memory, when memory is 0; 0 = none */
	unsigned processes;      /* 0 = none */
};

/* Hands the memory and pids controllers down from the root group. */
void cgroup_open(void);

/* Makes the group `name` if it is missing and sets its limits. */
void cgroup_make(const char *name, const struct cgroup_limits *limits);

/* For the child itself: moves the caller into the group. 0 or -1 with errno. */
int cgroup_enter(const char *name);

/* Kills every process in the group. Returns false when there is no group to kill. */
bool cgroup_kill(const char *name);

/* How many processes the kernel has killed there for want of memory. */
unsigned long cgroup_memory_kills(const char *name);

#endif
