/* SPDX-License-Identifier: MIT */
#include "logs.h"

#include "../log/date.h"
#include "../log/ring.h"
#include "cleanup.h"
#include "proto.h"
#include "text-values.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
	SOURCES = 256,
	LOOK_EVERY = 200, /* ms, with -f */
	ATTEMPTS = 1000,  /* to read a state between two changes */
	HEADER = offsetof(struct ring, pending),
};

#define OWN "whit" /* the source whose lines name their object themselves */

struct request {
	const char *source; /* a name or the part before a dot; NULL = all */
	int64_t since;      /* microseconds since 1970 */
	bool follow;
	bool json;
};

/* One ring, as a copy of our own: its owner may change it while we look, in good faith or bad. */
struct source {
	char name[RING_NAME];
	int fd;
	size_t bytes;
	struct ring *copy;
	uint64_t at;           /* behind the last line that was read */
	struct ring_line line; /* the next one, if there is one */
	bool waiting;
};

static struct source sources[SOURCES];
static size_t count;

static int64_t clock_micros(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* The microseconds since 1970 of a line, by what is known of the date now. */
static int64_t date_of(const struct ring_line *line)
{
	return clock_micros(CLOCK_REALTIME) - clock_micros(CLOCK_MONOTONIC) + (int64_t)line->time;
}

/* Copies the ring's header at a moment at which it does not change. */
static bool read_header(const struct source *source, struct ring *header)
{
	uint32_t generation;

	for (int i = 0; i < ATTEMPTS; i++) {
		if (pread(source->fd, header, HEADER, 0) != HEADER ||
		    pread(source->fd, &generation, sizeof(generation),
		        offsetof(struct ring, generation)) != sizeof(generation))
			return false;
		if (header->generation == generation)
			return true;
	}
	return false;
}

/* Makes the copy new. What was overwritten while it was made is left out of it. */
static bool load(struct source *source)
{
	struct ring *copy = source->copy;
	struct ring before;
	struct ring after;
	struct ring_state *state;

	if (!read_header(source, &before) ||
	    pread(source->fd, copy, source->bytes, 0) != (ssize_t)source->bytes ||
	    !read_header(source, &after))
		return false;
	memcpy(copy, &before, HEADER);
	if (!ring_is_sound(copy, source->bytes))
		return false;
	state = &copy->state[copy->generation % 2];
	if (ring_now(&after)->tail > state->tail)
		state->tail = ring_now(&after)->tail;
	return state->tail <= state->head;
}

static void next_line(struct source *source)
{
	source->waiting =
	    ring_read(source->copy, ring_now(source->copy), &source->at, &source->line);
}

static bool is_wanted(const struct request *request, const char *name)
{
	size_t length = request->source == NULL ? 0 : strlen(request->source);

	return request->source == NULL ||
	    (strncmp(name, request->source, length) == 0 &&
	        (name[length] == '\0' || name[length] == '.'));
}

static bool is_known(const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(sources[i].name, name) == 0)
			return true;
	return false;
}

static void add_source(int folder, const char *name)
{
	struct source *source = &sources[count];
	struct stat file;
	autoclose int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	autofree struct ring *copy = NULL;

	if (count == SOURCES || strlen(name) >= RING_NAME || fd == -1 || fstat(fd, &file) == -1 ||
	    !S_ISREG(file.st_mode) || file.st_size < (off_t)sizeof(*copy))
		return;
	copy = malloc((size_t)file.st_size);
	*source = (struct source){ .fd = fd, .bytes = (size_t)file.st_size, .copy = copy };
	memcpy(source->name, name, strlen(name) + 1);
	if (copy == NULL || !load(source))
		return;
	steal_fd(&fd);
	copy = NULL;
	count++;
}

/* Finds the rings that are new. */
static int look_for_sources(const struct request *request)
{
	DIR *folder = opendir(RING_FOLDER);
	const struct dirent *entry;

	if (folder == NULL)
		return -1;
	while ((entry = readdir(folder)) != NULL)
		if (entry->d_name[0] != '.' && is_wanted(request, entry->d_name) &&
		    !is_known(entry->d_name))
			add_source(dirfd(folder), entry->d_name);
	closedir(folder);
	return 0;
}

/* A JSON string, RFC 8259 section 7; bytes that are no UTF-8 become '?'. */
static void print_string(const char *text, size_t length)
{
	putchar('"');
	for (size_t i = 0; i < length;) {
		size_t bytes = text_utf8_sequence(text + i, length - i);

		if (text[i] == '"' || text[i] == '\\')
			putchar('\\');
		if (text[i] == '\t')
			fputs("\\t", stdout);
		else if (bytes == 0 || (unsigned char)text[i] < ' ')
			putchar('?');
		else
			fwrite(text + i, 1, bytes, stdout);
		i += bytes == 0 ? 1 : bytes;
	}
	putchar('"');
}

static void print_line(const struct request *request, const char *name,
    const struct ring_line *line)
{
	char date[DATE_TEXT];
	int64_t time = date_of(line);

	if (time < request->since)
		return;
	date_write(time, date);
	if (!request->json) {
		printf("%s %s%s%.*s\n", date, strcmp(name, OWN) == 0 ? "" : name,
		    strcmp(name, OWN) == 0 ? "" : ": ", (int)line->length, line->text);
		return;
	}
	printf("{\"time\":\"%s\",\"uptime\":%llu.%06llu,\"source\":", date,
	    (unsigned long long)line->time / 1000000, (unsigned long long)line->time % 1000000);
	print_string(name, strlen(name));
	printf(",\"number\":%llu,\"severity\":%u,\"text\":", (unsigned long long)line->number,
	    line->priority % 8U);
	print_string(line->text, line->length);
	puts("}");
}

/* All lines that are new, the oldest first. */
static void print_lines(const struct request *request)
{
	for (size_t i = 0; i < count; i++)
		if (load(&sources[i]))
			next_line(&sources[i]);
	for (;;) {
		struct source *oldest = NULL;

		for (size_t i = 0; i < count; i++)
			if (sources[i].waiting &&
			    (oldest == NULL || sources[i].line.time < oldest->line.time))
				oldest = &sources[i];
		if (oldest == NULL)
			break;
		print_line(request, oldest->name, &oldest->line);
		next_line(oldest);
	}
	fflush(stdout);
}

/* A point in time, or how long ago it was. */
static const char *read_since(const char *text, int64_t *since)
{
	uint64_t ago;

	if (text_duration(text, &ago) != NULL)
		return date_read(text, since);
	*since = clock_micros(CLOCK_REALTIME) - (int64_t)ago * 1000;
	return NULL;
}

/* NULL when good, else the complaint. */
static const char *read_request(char *const *words, struct request *request)
{
	for (; *words != NULL; words++) {
		if (strcmp(*words, "-f") == 0) {
			request->follow = true;
		} else if (strcmp(*words, "--json") == 0) {
			request->json = true;
		} else if (strcmp(*words, "--since") == 0) {
			if (words[1] == NULL || read_since(*++words, &request->since) != NULL)
				return "--since wants a time like 10m or 2026-11-22T19:03:55Z";
		} else if (**words == '-' || request->source != NULL) {
			return "usage: " LOGS_USAGE;
		} else {
			request->source = *words;
		}
	}
	return NULL;
}

int logs(char *const *words)
{
	struct request request = { .since = INT64_MIN };
	const char *complaint = read_request(words, &request);

	if (complaint != NULL) {
		fprintf(stderr, "whit: %s\n", complaint);
		return PROTO_USAGE;
	}
	for (;;) {
		if (look_for_sources(&request) == -1) {
			fprintf(stderr, "whit: " RING_FOLDER ": %s\n", strerror(errno));
			return PROTO_FAILED;
		}
		if (count == 0 && !request.follow) {
			fprintf(stderr, "whit: no lines of %s here\n",
			    request.source == NULL ? "anybody" : request.source);
			return PROTO_FAILED;
		}
		print_lines(&request);
		if (!request.follow)
			return PROTO_DONE;
		if (ferror(stdout) || poll(NULL, 0, LOOK_EVERY) == -1)
			return PROTO_FAILED;
	}
}
