/* SPDX-License-Identifier: MIT */
/*
 * cgroup - a control group (v2) for each service: what holds all its processes, and a way to
 * kill them at once. Its name is that of the role and the service, "dns.knotd". See Documentation/admin-guide/cgroup-v2.rst of the kernel.
 *
 * Where there is no writable cgroup2 (in a container), limits do not hold: said once by
 * cgroup_open(); every other function then does nothing.
 */
#ifndef WHIT_CGROUP_H
#define WHIT_CGROUP_H

#include <stdbool.h>
#include <stdint.h>

/* Hands the controllers down from the root group. */
void cgroup_open(void);

/* Makes the group `name` if it is missing; its limits are set by launch/quota.h. */
void cgroup_make(const char *name);

/* For the child itself: moves the caller into the group. 0 or -1 with errno. */
int cgroup_enter(const char *name);

/* Kills every process in the group. Returns false when there is no group to kill. */
bool cgroup_kill(const char *name);

/* How many processes the kernel has killed there for want of memory, and how many it has not made because
 * there were as many as may be. */
unsigned long cgroup_memory_kills(const char *name);
unsigned long cgroup_refusals(const char *name);

#endif
