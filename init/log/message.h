/* SPDX-License-Identifier: MIT */
/*
 * message [pure] - a line as a syslog message, RFC 5424:
 *
 *	<30>1 2026-11-22T19:03:55.123456Z www dns.knotd - - [meta sequenceId="17"] text
 *
 * sequenceId counts the lines of one source (section 7.3.1; it begins with 1 and wraps at 2^31 - 1),
 * so that a collector sees what is missing.
 */
#ifndef WHIT_MESSAGE_H
#define WHIT_MESSAGE_H

#include "ring.h"

enum { MESSAGE_MAX = RING_TEXT + 512 };

/* time: of the line, in microseconds since 1970. Returns the length. */
size_t message_write(char text[MESSAGE_MAX], const char *hostname, const char *name,
    const struct ring_line *line, int64_t time);

/* The same as a frame of RFC 6587 section 3.4.1: its length, a blank, the message. */
size_t message_frame(char text[MESSAGE_MAX], const char *hostname, const char *name,
    const struct ring_line *line, int64_t time);

#endif
