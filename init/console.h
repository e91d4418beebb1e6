/* SPDX-License-Identifier: MIT */
/*
 * console - where the log's lines go: /dev/console, or what init was started with as
 * standard error. Opened anew and non-blocking, so that no slow terminal stops PID 1.
 */
#ifndef WHIT_CONSOLE_H
#define WHIT_CONSOLE_H

/* Sends the log to the console; machine = /dev/console is ours. Wants /dev and /proc. */
void console_open(int machine);

/* Its descriptor, or -1. */
int console_fd(void);

/* Writes what waits whenever the console can take it. Wants loop_open(). */
void console_watch(void);

#endif
