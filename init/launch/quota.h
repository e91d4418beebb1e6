/* SPDX-License-Identifier: MIT */
/*
 * quota - how much a service may use: its control group (v2), and what each of its
 * processes may (setrlimit(2)).
 */
#ifndef WHIT_QUOTA_H
#define WHIT_QUOTA_H

#include "../plan.h"

#include <stdbool.h>

enum { QUOTA_DISK = 24 };

/* Do limits of control groups hold here? Not in a container. */
bool quota_holds(void);

/* The whole disk that /data is on, as control groups call it: "254:0". False when it is on none. */
bool quota_disk(char disk[QUOTA_DISK]);

/* Sets the limits of the control group `name`, which init has made. Where there is none (in a
 * container) they do not hold, as init has said; which one this kernel refuses is said on stderr. */
void quota_of_group(const char *name, const struct service_plan *service);

/* Sets those of the caller. 0, or -1 with errno. */
int quota_of_process(const struct service_plan *service);

#endif
