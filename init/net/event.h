/* SPDX-License-Identifier: MIT */
/*
 * event - what dhcp-event sends to `net`: NAME=VALUE with a NUL each, in one datagram, whose end is
 * the end of the last value. Values are a stranger's: net believes none that lease.h does not.
 */
#ifndef WHIT_EVENT_H
#define WHIT_EVENT_H

#define EVENT_SOCKET "/run/net/dhcp.sock"
#define EVENT_NAME "event" /* deconfig, bound, renew, nak, leasefail; other names are udhcpc's */

enum { EVENT_MAX = 16 * 1024 };

#endif
