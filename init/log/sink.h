/* SPDX-License-Identifier: MIT */
/*
 * sink - somebody who gets the lines of all streams, in the order of their times, at his own pace.
 *
 * The rings are his buffer: what he cannot take now stays there, his place in each is kept there
 * too (ring.h), and what is overwritten before he came to it is counted and told.
 */
#ifndef WHIT_SINK_H
#define WHIT_SINK_H

#include "stream.h"

enum sink_state {
	SINK_DONE,  /* there is no line he does not have */
	SINK_MORE,  /* there are more: it is only somebody else's turn */
	SINK_WAITS, /* there are more, and he cannot take them now */
};

struct sink {
	enum ring_reader reader;
	unsigned skip;    /* flags of lines he does not want */
	const char *loss; /* "could be shown": in the line about lost ones */
	bool (*take)(const struct stream *stream,
	    const struct ring_line *line); /* false: not now */
};

/* Gives him what he takes, a bounded number of lines. */
enum sink_state sink_run(const struct sink *sink);

#endif
