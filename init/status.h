/* SPDX-License-Identifier: MIT */
/*
 * status - how the machine is, in facts (files/fact.h), for `whit status` to show. Durations are
 * milliseconds, `exit` a status of waitpid(2), `text` the rest of its line:
 *
 *	machine uptime=MS ready=YES clock=TRUST
 *	watchdog text=NAMES
 *	data kind=KIND persistent=YES
 *	role name=NAME system=YES state=STATE
 *	service name=NAME title=ROLE.NAME state=STATE pid=PID restarts=N since=MS loop=YES check=STATUS refused=N limit=N
 *	                                       refused: processes that were too many, ever; limit: its own, when it
 *	                                       was reached in this life, else 0
 *	death ago=MS lived=MS exit=STATUS      of the service above it, the newest first
 */
#ifndef WHIT_STATUS_H
#define WHIT_STATUS_H

#include <stddef.h>

/* Writes the facts into text, cut at size; returns their length. */
size_t status_write(char *text, size_t size);

#endif
