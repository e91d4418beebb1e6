/* SPDX-License-Identifier: MIT */
#include "show.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct watch console = { .fd = -1 };
static char
    rest[RING_TEXT + RING_NAME + 64]; /* of a line that is begun: `used` bytes from `first` on */
static size_t first;
static size_t used;

/* False while something of the last line is left. */
static bool flush(void)
{
	while (used > 0) {
		ssize_t written = write(console.fd, rest + first, used);

		if (written == -1 && errno == EAGAIN)
			return false;
		if (written == -1) /* the console is gone: what it cannot show is kept elsewhere */
			written = (ssize_t)used;
		first += (size_t)written;
		used -= (size_t)written;
	}
	return true;
}

static void on_writable(void *owner)
{
	(void)owner;
	flush();
}

void show_open(int fd)
{
	/* Edge-triggered: told once, each time it has become writable again. A plain file
	 * cannot be watched and need not be. */
	if (watch_add(&console, fd, EPOLLOUT | EPOLLET, on_writable, NULL) == -1)
		console.fd = fd;
}

static bool take(const struct stream *stream, const struct ring_line *line)
{
	bool own = stream->kind == LINE_OWN; /* its lines name their object themselves */
	int head;

	if (console.fd == -1 || !flush())
		return false;
	head = snprintf(rest, sizeof(rest), "[%5llu.%06llu] %s%s",
	    (unsigned long long)line->time / 1000000, (unsigned long long)line->time % 1000000,
	    own ? "" : stream->ring->name, own ? "" : ": ");
	memcpy(rest + head, line->text, line->length);
	rest[(size_t)head + line->length] = '\n';
	first = 0;
	used = (size_t)head + line->length + 1;
	flush();
	return true;
}

const struct sink show_sink = {
	.reader = RING_SHOW,
	.skip = RING_SHOWN | RING_EXCESS,
	.loss = "could be shown",
	.take = take,
};
