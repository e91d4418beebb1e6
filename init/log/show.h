/* SPDX-License-Identifier: MIT */
/*
 * show - the console: [seconds] name: text. Never blocks; what it does not take waits in the rings.
 */
#ifndef WHIT_SHOW_H
#define WHIT_SHOW_H

#include "sink.h"

extern const struct sink show_sink;

/* The console's descriptor, non-blocking; taken over. */
void show_open(int fd);

#endif
