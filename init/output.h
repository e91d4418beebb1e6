/* SPDX-License-Identifier: MIT */
/*
 * output - what a child says on stdout and stderr, line by line on the console.
 *
 * A child may show OUTPUT_BURST lines at once and OUTPUT_RATE a second; what it says beyond
 * that is dropped, counted, and the count is shown within a second. So no child waits for
 * the console, however slow that is. An empty line is not shown, but counts like any other. Each pipe
 * is read OUTPUT_PAUSE ms apart, not at every line, and less often when reading takes long: else init
 * would spend the machine's time on whoever floods.
 */
#ifndef WHIT_OUTPUT_H
#define WHIT_OUTPUT_H

#include "loop.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	OUTPUT_LINE = 512, /* bytes; a longer line is shown in pieces */
	OUTPUT_BURST = 200,
	OUTPUT_RATE = 50,
	OUTPUT_PAUSE = 10,        /* ms */
	OUTPUT_PIPE = 256 * 1024, /* bytes that fit the pipe: 25 MB a second meanwhile */
};

struct output {
	struct watch pipe;
	struct timer report;         /* shows how much was dropped */
	const char *name;            /* in front of each line */
	void (*closed)(void *owner); /* the child has closed its side; may be NULL */
	void *owner;
	char line[OUTPUT_LINE];
	size_t used;
	int64_t refilled;  /* when allowance was counted last */
	int64_t allowance; /* lines, in thousandths */
	unsigned long dropped;
};

/* Takes the pipe fd over. name must live as long as output. */
int output_open(struct output *output, const char *name, int fd, void (*closed)(void *owner),
    void *owner);

/* Reads what is still in the pipe (a bounded amount), shows the rest, closes. */
void output_close(struct output *output);

#endif
