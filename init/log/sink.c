/* SPDX-License-Identifier: MIT */
#include "sink.h"

#include <stdio.h>

enum { AT_ONCE = 32 }; /* lines; a collector that gets too many UDP packets at once loses some */

/* A line about the lines that were lost before this one. */
static void make_loss(const struct sink *sink, uint64_t lost, struct ring_line *line)
{
	int length = snprintf(line->text, sizeof(line->text), "%llu lines lost before they %s",
	    (unsigned long long)lost, sink->loss);

	line->length = (uint16_t)length;
}

/* The stream whose next line is the oldest; NULL when there is none. */
static struct stream *find_oldest(const struct sink *sink, struct ring_line *line, uint64_t *lost)
{
	struct stream *oldest = NULL;

	for (size_t i = 0; i < stream_count(); i++) {
		struct stream *stream = stream_at(i);
		struct ring_line next;
		uint64_t missing;

		if (!ring_peek(stream->ring, sink->reader, sink->skip, &next, &missing) ||
		    (oldest != NULL && line->time <= next.time))
			continue;
		oldest = stream;
		*line = next;
		*lost = missing;
	}
	return oldest;
}

enum sink_state sink_run(const struct sink *sink)
{
	for (int i = 0; i < AT_ONCE; i++) {
		struct ring_line line;
		uint64_t lost;
		const struct stream *stream = find_oldest(sink, &line, &lost);

		if (stream == NULL)
			return SINK_DONE;
		if (lost > 0)
			make_loss(sink, lost, &line);
		if (!sink->take(stream, &line))
			return SINK_WAITS;
		if (lost > 0)
			ring_forget(stream->ring, sink->reader, &line);
		else
			ring_pass(stream->ring, sink->reader, &line);
	}
	return SINK_MORE;
}
