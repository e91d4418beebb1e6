/* SPDX-License-Identifier: MIT */
/*
 * status - how the machine is, in facts (lib/fact.h), for `whit status` to show. Durations are
 * milliseconds, `exit` a status of waitpid(2), `text` the rest of its line:
 *
 *	machine uptime=MS ready=YES clock=TRUST
 *	watchdog text=NAMES
 *	data kind=KIND persistent=YES
 *	room name=NAME left=BYTES whole=BYTES level=LEVEL
 *	role name=NAME system=YES state=STATE
 *	service name=NAME title=ROLE.NAME state=STATE pid=PID restarts=N since=MS loop=YES check=STATUS refused=N limit=N
 *	                                       refused: processes that were too many, ever; limit: its own, when it
 *	                                       was reached in this life, else 0
 *	death ago=MS lived=MS exit=STATUS      of the service above it, the newest first
 */
#ifndef WHIT_STATUS_H
#define WHIT_STATUS_H

#include <stddef.h>
#include <stdint.h>

/* Reads what the image says of itself, /etc/whit/build, and warns of one made for debugging. */
void status_open(void);

/* One line of it: "whit 0.1.0 (vm)". */
const char *status_version(void);

/* When the image was made, in seconds since 1970; 0 = it does not say. */
int64_t status_made(void);

/* Writes the facts into text, cut at size; returns their length. */
size_t status_write(char *text, size_t size);

#endif
