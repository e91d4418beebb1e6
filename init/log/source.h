/* SPDX-License-Identifier: MIT */
/*
 * source - the rings of the log program, for whoever reads beside it: `whit logs`, and what keeps
 * lines on a disk. It is not asked: lines can be read when it is dead.
 *
 * Each ring is read as a copy, since its owner may change it meanwhile, in good faith or bad. There
 * is one set of sources a process. Sources come and do not go.
 */
#ifndef WHIT_SOURCE_H
#define WHIT_SOURCE_H

#include "ring.h"

#define SOURCE_OWN "whit" /* PID 1's own, whose lines name their object themselves */

enum { SOURCES = 256 };

struct source {
	char name[RING_NAME];
	int fd;
	bool waiting; /* `line` is the next one */
	size_t bytes;
	struct ring *copy;
	uint64_t at; /* behind the last line that was read */
	struct ring_line line;
};

/* Is `name` the source `wanted`, or does it belong to the role of that name? NULL wants all. */
bool source_is_wanted(const char *name, const char *wanted);

/* Finds the rings of RING_FOLDER that are new. How many there are now, -1 with errno when there is no such folder. */
int sources_find(const char *wanted);

/* Looks what has come since the last time. */
void sources_refresh(void);

/* The source whose next line is the oldest, and that line; NULL when all are read. */
struct source *sources_oldest(void);

/* Goes on behind the next line. */
void source_pass(struct source *source);

/* Microseconds since 1970 of a line, by what is known of the date now. */
int64_t source_date(const struct ring_line *line);

#endif
