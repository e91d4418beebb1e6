/* SPDX-License-Identifier: MIT */
/*
 * notify - the socket (PLAN_NOTIFY) to which services say READY=1, as sd_notify(3) describes it.
 *
 * The kernel tells who sent a message, so that no service can speak for another. One message is read
 * a millisecond: any process may write here, and one that does nothing else must not keep us busy.
 */
#ifndef WHIT_NOTIFY_H
#define WHIT_NOTIFY_H

#include <stdbool.h>
#include <sys/types.h>

/* Opens the socket; ready(pid) is called for each READY=1. 0, or -1 with errno. */
int notify_open(void (*ready)(pid_t pid));

/* [pure] Does the message hold the line READY=1? */
bool notify_is_ready(const char *message);

#endif
