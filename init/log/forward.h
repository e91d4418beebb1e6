/* SPDX-License-Identifier: MIT */
/*
 * forward - the collector that the site names gets every line as an RFC 5424 message, from the
 * kernel's first one on: by UDP one a datagram (RFC 5426), by TCP with octet counting (RFC 6587).
 *
 * While there is no network, or no collector, lines wait in their rings. A UDP collector counts as
 * there when it has not refused a message for a second. UDP does not tell what arrived. By TCP lines are
 * kept until the collector's machine has acknowledged them, and sent again when the connection has broken;
 * what a collector that died had not read, it does not tell. Numbers tell (message.h).
 */
#ifndef WHIT_FORWARD_H
#define WHIT_FORWARD_H

#include "core-schema.h"
#include "sink.h"

extern const struct sink forward_sink;

/* Begins, and goes on for ever. */
void forward_open(const struct core_collector *collector);

#endif
