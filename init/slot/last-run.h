/* SPDX-License-Identifier: MIT */
/*
 * last-run - how the run before this one ended: in order, not in order (power cut, reset), or by
 * a crash of the kernel.
 *
 * A dead kernel leaves the end of its log where the firmware keeps it (pstore). It is moved to
 * /data/system/crash when /data is kept; else it stays where it is. What is found is said in
 * one line on standard output, and in /run/whit/last-run for `whit status`.
 */
#ifndef WHIT_LAST_RUN_H
#define WHIT_LAST_RUN_H

#include <stdbool.h>

/* kept: whether /data outlives this boot; first: it is new, and knows of no other run. What
 * goes wrong is said. */
void last_run_find(bool kept, bool first);

/* [pure] The line of a kernel's log that says why it died; "" when there is none. */
enum { LAST_RUN_REASON = 160 };
void last_run_reason(const char *log, char reason[static LAST_RUN_REASON]);

#endif
