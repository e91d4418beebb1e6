/* SPDX-License-Identifier: MIT */
/*
 * quota - how much a service may use: its control group (v2), and what each of its
 * processes may (setrlimit(2)).
 */
#ifndef WHIT_QUOTA_H
#define WHIT_QUOTA_H

#include "../plan.h"

/* Sets the limits of the control group `name`, which init has made. Where there is none (in a
 * container) they do not hold, as init has said; which one this kernel refuses is said on stderr. */
void quota_of_group(const char *name, const struct service_plan *service);

/* Sets those of the caller. 0, or -1 with errno. */
int quota_of_process(const struct service_plan *service);

#endif
