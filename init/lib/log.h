/* SPDX-License-Identifier: MIT */
/*
 * log - lines on the console, each with the time since the kernel started:
 *
 *	[    1.234567] role dns: knotd ready after 0.21 s
 *
 * Never blocks and never fails. What the console does not take at once waits in a
 * fixed buffer until log_flush(); when that is full, whole lines are dropped, counted,
 * and the count is shown as soon as there is room.
 */
#ifndef WHIT_LOG_H
#define WHIT_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	LOG_LINE_MAX = 1024,        /* bytes of a line with its time; the rest is cut */
	LOG_BUFFER_MAX = 64 * 1024, /* bytes that wait for a slow console */
};

/* Where lines go: a non-blocking file descriptor, not owned; -1 = they wait. */
void log_to(int fd);

/* Each line goes to this non-blocking descriptor too, behind one byte that says whether somebody
 * must still show it. */
enum { LOG_TO_SHOW = '+', LOG_SHOWN = '-' };
void log_keep(int fd);

/* Whoever reads that descriptor shows the lines (true), or we do (false). */
void log_hand_over(bool to_them);

/* One line, printf-style (%m works), as text_make_printable() makes it: roles say what strangers
 * sent them. */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Shows a line, of length bytes without its line feed, as it is. */
void log_show(const char *text, size_t length);

/* "1.25 s" for 1250 ms. */
enum { LOG_SECONDS = 24 };
const char *log_seconds(int64_t milliseconds, char text[LOG_SECONDS]);

/* Writes as much of what waits as the console takes now. */
void log_flush(void);

/* Waits for the console at most this long: for the last lines before the end. */
void log_drain(int milliseconds);

#endif
