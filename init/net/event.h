/* SPDX-License-Identifier: MIT */
/*
 * event [pure] - what dhcp-event sends to `net`: NAME=VALUE with a NUL each, in one datagram, whose end is
 * the end of the last value. Values are a stranger's: net believes none that lease.h does not.
 */
#ifndef WHIT_EVENT_H
#define WHIT_EVENT_H

#include <stddef.h>

#define EVENT_SOCKET "/run/net/dhcp.sock"
#define EVENT_NAME "event" /* deconfig, bound, renew, nak, leasefail; other names are udhcpc's */

enum { EVENT_MAX = 16 * 1024 };

/* The value of a name, the first one that it has, in the message of length bytes, behind which there is a
 * NUL; NULL = it has none. */
const char *event_find(const char *message, size_t length, const char *name);

#endif
