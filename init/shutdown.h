/* SPDX-License-Identifier: MIT */
/*
 * shutdown - the way out, in bounded time whatever hangs.
 *
 * Roles stop in their order; then everything that still runs is killed; then a child
 * flushes and unmounts the disks; then the machine powers off or reboots (reboot(2)), or,
 * in a container, init exits. Each step has a limit after which the next one comes.
 */
#ifndef WHIT_SHUTDOWN_H
#define WHIT_SHUTDOWN_H

#include <stdbool.h>

enum shutdown_kind {
	SHUTDOWN_POWEROFF,
	SHUTDOWN_REBOOT,
};

/* machine: whether reboot(2) is ours to call. */
void shutdown_open(bool machine);

/* Begins, with `why` for the log. A second call changes nothing. */
void shutdown_begin(enum shutdown_kind kind, const char *why);

#endif
