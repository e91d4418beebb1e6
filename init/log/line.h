/* SPDX-License-Identifier: MIT */
/*
 * line [pure] - from the bytes of a source to lines.
 *
 * A service's line is its text; `<3>text` gives it a severity, as sd-daemon(3) has it. A line of
 * PID 1 begins with `+` or, when the console has it already, `-`, and its time in brackets. The
 * kernel's are those of /dev/kmsg, Documentation/ABI/testing/dev-kmsg.
 */
#ifndef WHIT_LINE_H
#define WHIT_LINE_H

#include "ring.h"

enum line_kind { LINE_SERVICE, LINE_OWN, LINE_KERNEL };

/* The length of the first line of count bytes, its line feed included, *text that without; a line
 * that is too long is cut there, and what is left is the next one. 0 = it has not ended yet, unless
 * `ended` says that no more of it will come. */
size_t line_end(enum line_kind kind, const char *bytes, size_t count, bool ended, size_t *text);

/* Reads one line of length bytes; now (microseconds) is its time unless it says another. False when
 * there is nothing to keep. Bytes that are not printable become '?'. */
bool line_read(enum line_kind kind, const char *bytes, size_t length, uint64_t now,
    struct ring_line *line);

#endif
