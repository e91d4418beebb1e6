/* SPDX-License-Identifier: MIT */
/*
 * console - where the log's lines go: /dev/console, or what init was started with as
 * standard error. Opened anew and non-blocking, so that no slow terminal stops PID 1.
 */
#ifndef WHIT_CONSOLE_H
#define WHIT_CONSOLE_H

#include <stdbool.h>

/* Sends the log to the console, now and whenever it can take more; machine = /dev/console is ours. Wants
 * /dev, /proc and loop_open(). */
void console_open(bool machine);

/* Its descriptor, or -1. */
int console_fd(void);

#endif
