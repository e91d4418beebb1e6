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

/* A message as message_write() makes them, read again. The words point into its text and are not ended by NUL. */
struct message {
	const char *date;
	const char *name;
	const char *text;
	size_t date_length;
	size_t name_length;
	size_t text_length;
	unsigned priority;
	unsigned sequence;
};

/* Reads one of length bytes, without a line feed. False when it is none of ours. */
bool message_read(const char *bytes, size_t length, struct message *message);

/* The same as a frame of RFC 6587 section 3.4.1: its length, a blank, the message. */
size_t message_frame(char text[MESSAGE_MAX], const char *hostname, const char *name,
    const struct ring_line *line, int64_t time);

#endif
