/* SPDX-License-Identifier: MIT */
#include "stream.h"

#include "cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

enum {
	AT_ONCE = 64,        /* blocks: a full pipe */
	REPORT_DELAY = 1000, /* ms */
	ONE_LINE = 1000,     /* of allowance: STREAM_RATE grows by the millisecond */
	WARNING = 3 * 8 + 4, /* a priority of RFC 5424: daemon, warning */
};

static struct stream streams[STREAMS];
static size_t count;

uint64_t stream_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

void stream_say(struct stream *stream, const char *format, ...)
{
	struct ring_line line = { .time = stream_now(), .priority = WARNING };
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line.text, sizeof(line.text), format, arguments);
	va_end(arguments);
	if (length < 0)
		return;
	line.length = (uint16_t)(length < RING_TEXT ? length : RING_TEXT - 1);
	ring_take(stream->ring, 0, &line);
}

static void report_excess(void *owner)
{
	struct stream *stream = owner;
	struct ring_line line = {
		.time = stream_now(),
		.tells = ring_excess(stream->ring),
		.priority = WARNING,
	};

	if (line.tells == 0)
		return;
	line.length = (uint16_t)snprintf(line.text, sizeof(line.text),
	    "%lu lines dropped: more than %d a second", (unsigned long)line.tells, STREAM_RATE);
	ring_take(stream->ring, 0, &line);
}

/* May one more line of it bother others? */
static bool has_allowance(struct stream *stream)
{
	int64_t now = loop_now();

	if (stream->kind != LINE_SERVICE) /* the kernel and PID 1 have limits of their own */
		return true;
	stream->allowance += (now - stream->refilled) * STREAM_RATE;
	stream->refilled = now;
	if (stream->allowance > (int64_t)STREAM_BURST * ONE_LINE)
		stream->allowance = (int64_t)STREAM_BURST * ONE_LINE;
	if (stream->allowance < ONE_LINE)
		return false;
	stream->allowance -= ONE_LINE;
	return true;
}

/* Makes lines of the bytes that wait. */
static void take_lines(struct stream *stream, bool ended)
{
	uint64_t now = stream_now();
	struct ring_line line;
	const char *bytes;
	size_t waiting;
	size_t taken;
	size_t text;

	while ((bytes = ring_waiting(stream->ring, &waiting)), waiting > 0) {
		taken = line_end(stream->kind, bytes, waiting, ended, &text);
		if (taken == 0)
			return;
		line_read(stream->kind, bytes, text, now, &line);
		if (!has_allowance(stream))
			line.flags |= RING_EXCESS;
		ring_take(stream->ring, taken, &line);
	}
}

static void on_idle(void *owner)
{
	take_lines(owner, true);
}

/* Reads one block. False when there is nothing more to read now. */
static bool read_block(struct stream *stream)
{
	size_t room;
	char *block = ring_room(stream->ring, &room);
	ssize_t got = read(stream->source.fd, block, room);
	int error = got == -1 ? errno : 0;

	ring_got(stream->ring, got > 0 ? (size_t)got : 0);
	if (error == EPIPE) { /* of /dev/kmsg */
		stream_say(stream, "lines lost: the kernel was faster than the log");
		return true;
	}
	if (got <= 0 && error != EAGAIN)
		watch_close(&stream->source);
	take_lines(stream, stream->source.fd == -1);
	return got > 0;
}

/* Reads what there is, at most a full pipe. */
static void read_source(struct stream *stream)
{
	size_t waiting;

	for (int i = 0; i < AT_ONCE && stream->source.fd != -1; i++)
		if (!read_block(stream))
			break;
	ring_waiting(stream->ring, &waiting);
	if (waiting > 0)
		timer_set(&stream->idle, STREAM_IDLE, on_idle, stream);
	else
		timer_stop(&stream->idle);
}

static void on_readable(void *owner)
{
	struct stream *stream = owner;
	uint32_t excess = ring_excess(stream->ring);

	read_source(stream);
	if (ring_excess(stream->ring) == excess)
		return;
	if (!stream->report.running)
		timer_set(&stream->report, REPORT_DELAY, report_excess, stream);
	if (stream->source.fd != -1)
		watch_rest(&stream->source, STREAM_PAUSE);
}

/* Makes the file that long, with memory behind all of it: without, a full filesystem were our death. */
static int allot(int fd, size_t bytes)
{
	if (ftruncate(fd, (off_t)bytes) == -1)
		return -1;
	errno = posix_fallocate(fd, 0, (off_t)bytes);
	return errno == 0 ? 0 : -1;
}

/* The ring of this name: that of a predecessor, or a new one. NULL with errno. */
static struct ring *open_ring(const char *name, size_t size)
{
	char path[sizeof(RING_FOLDER "/") + RING_NAME];
	size_t bytes = ring_bytes(size);
	struct stat file;
	struct ring *ring;
	autoclose int fd = -1;

	snprintf(path, sizeof(path), RING_FOLDER "/%s", name);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (fd == -1 || fstat(fd, &file) == -1)
		return NULL;
	if (((size_t)file.st_size != bytes && ftruncate(fd, 0) == -1) || allot(fd, bytes) == -1)
		return NULL;
	ring = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (ring == MAP_FAILED)
		return NULL;
	if (ring_is_sound(ring, bytes)) {
		ring_recover(ring);
		return ring;
	}
	if (ftruncate(fd, 0) == -1 || allot(fd, bytes) == -1) { /* zeroes it */
		munmap(ring, bytes);
		return NULL;
	}
	ring_make(ring, name, size);
	return ring;
}

int stream_add(enum line_kind kind, const char *name, uint64_t size, int fd)
{
	autoclose int source = fd;
	struct stream *stream = &streams[count];

	errno = ENOSPC;
	if (count == STREAMS)
		return -1;
	*stream = (struct stream){
		.kind = kind,
		.ring = open_ring(name, ring_size(size)),
		.refilled = loop_now(),
		.allowance = (int64_t)STREAM_BURST * ONE_LINE,
	};
	if (stream->ring == NULL ||
	    watch_add(&stream->source, source, EPOLLIN, on_readable, stream) == -1)
		return -1;
	steal_fd(&source);
	count++;
	take_lines(stream, false);
	if (ring_excess(stream->ring) > 0) /* what its predecessor counted too */
		timer_set(&stream->report, REPORT_DELAY, report_excess, stream);
	return 0;
}

void stream_read_all(void)
{
	for (size_t i = 0; i < count; i++) {
		read_source(&streams[i]);
		take_lines(&streams[i], true);
		report_excess(&streams[i]);
	}
}

size_t stream_count(void)
{
	return count;
}

struct stream *stream_at(size_t index)
{
	return &streams[index];
}
