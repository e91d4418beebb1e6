/* SPDX-License-Identifier: MIT */
/*
 * stream - one source of lines: its descriptor, its ring, its patience.
 *
 * Bytes are read as fast as they come and kept in the ring, all of them. But a service may only
 * bother others (the console, a collector, a disk) with STREAM_BURST lines at once and STREAM_RATE
 * a second; more are marked RING_EXCESS, counted, and the count is a line of its own within a
 * second. Who floods is read STREAM_PAUSE ms apart: else the log would take the machine's time.
 */
#ifndef WHIT_STREAM_H
#define WHIT_STREAM_H

#include "line.h"
#include "loop.h"

enum {
	STREAMS = 128,
	STREAM_BURST = 200,
	STREAM_RATE = 50,
	STREAM_PAUSE = 10,  /* ms */
	STREAM_IDLE = 1000, /* ms after which a line without an end is one all the same */
};

struct stream {
	struct watch source;
	struct timer idle;
	struct timer report; /* says how many lines were too many: ring_excess() */
	enum line_kind kind;
	struct ring *ring;
	int64_t refilled;  /* when allowance was counted last */
	int64_t allowance; /* lines, in thousandths */
};

/* Takes fd over and makes, or finds again, the ring of this name. 0, or -1 with errno: then
 * fd is closed. */
int stream_add(enum line_kind kind, const char *name, uint64_t size, int fd);

/* Reads what there is now of all streams: for the end. */
void stream_read_all(void);

size_t stream_count(void);
struct stream *stream_at(size_t index);

/* Microseconds since the kernel started. */
uint64_t stream_now(void);

/* Adds a line of the log program's own to a stream's. */
void stream_say(struct stream *stream, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
