/* SPDX-License-Identifier: MIT */
/*
 * sysctl - settings of the running kernel that have no better place.
 */
#ifndef WHIT_SYSCTL_H
#define WHIT_SYSCTL_H

/* Sets them all; on a machine only: a container's kernel is somebody else's. */
void sysctl_apply(void);

#endif
