/* SPDX-License-Identifier: MIT */
/*
 * output - what every child says: pipes that init makes and keeps, and the log program that reads
 * them (log/).
 *
 * There is one pipe for each name, made when a child of that name is first known, and never closed:
 * so the log program may die at any time, nothing that was written is lost, and no service gets
 * SIGPIPE. init hands the read ends to the log program over a socket (a packet `KIND NAME SIZE` with
 * the descriptor), and again to its successor. init's own lines go the same way; while no log program
 * is ready init shows them on the console itself.
 *
 * A service waits only while its pipe is full. When there is no log program for OUTPUT_PATIENCE
 * ms, init empties the pipes: what services say then is lost, and they go on. A log program that
 * does not take a packet for so long hangs: it is killed, and its successor goes on.
 */
#ifndef WHIT_OUTPUT_H
#define WHIT_OUTPUT_H

#include "service.h"

#include <stdint.h>

enum {
	OUTPUT_PIPE = 256 * 1024,    /* bytes that wait for the log program */
	OUTPUT_PATIENCE = 10 * 1000, /* a slow machine takes seconds to start it */
	OUTPUT_KEEP = 64 * 1024,     /* bytes of lines that are kept, where nobody says more */
};

/* init's own lines from here on are kept for the log program. The first thing of all. */
void output_begin(void);

/* The kernel's lines too, and its word on memory (log/shortage.h). Wants /dev and /proc. */
void output_kernel(void);

/* The descriptor that becomes stdout and stderr of the child of this name, or 0: none. It stays ours:
 * nobody closes it. keep =
 * how many bytes of its lines are to be kept; 0 = OUTPUT_KEEP. */
int output_open(const char *name, uint64_t keep);

/* This service is the log program: it is handed everything at each of its starts. */
void output_reader(struct service *service);

/* To be called when its state may have changed, and once when the services start. */
void output_look(void);

/* Lets it write the last lines and end; stopped() is called then. What init says later, it shows
 * itself. */
void output_stop(void (*stopped)(void *unused));

#endif
