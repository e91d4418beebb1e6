/* SPDX-License-Identifier: MIT */
#include "source.h"

#include "cleanup.h"

#include <dirent.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
	ATTEMPTS = 1000, /* to read a state between two changes */
	HEADER = offsetof(struct ring, pending),
};

static struct source sources[SOURCES];
static size_t count;

static int64_t clock_micros(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t source_date(const struct ring_line *line)
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

/* Makes the copy new. What was overwritten while it was made is left out of it. False: nothing is new, or it is no ring. */
static bool load(struct source *source)
{
	struct ring *copy = source->copy;
	struct ring before;
	struct ring after;
	struct ring_state *state;

	if (!read_header(source, &before) ||
	    (copy->magic != 0 && before.generation == copy->generation) ||
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

bool source_is_wanted(const char *name, const char *wanted)
{
	size_t length = wanted == NULL ? 0 : strlen(wanted);

	return wanted == NULL ||
	    (strncmp(name, wanted, length) == 0 && (name[length] == '\0' || name[length] == '.'));
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
	copy = calloc(1, (size_t)file.st_size);
	*source = (struct source){ .fd = fd, .bytes = (size_t)file.st_size, .copy = copy };
	memcpy(source->name, name, strlen(name) + 1);
	if (copy == NULL || !load(source))
		return;
	source_pass(source);
	steal_fd(&fd);
	copy = NULL;
	count++;
}

int sources_find(const char *wanted)
{
	DIR *folder = opendir(RING_FOLDER);
	const struct dirent *entry;

	if (folder == NULL)
		return -1;
	while ((entry = readdir(folder)) != NULL)
		if (entry->d_name[0] != '.' && source_is_wanted(entry->d_name, wanted) &&
		    !is_known(entry->d_name))
			add_source(dirfd(folder), entry->d_name);
	closedir(folder);
	return (int)count;
}

void sources_refresh(void)
{
	for (size_t i = 0; i < count; i++)
		if (load(&sources[i]) && !sources[i].waiting)
			source_pass(&sources[i]);
}

struct source *sources_oldest(void)
{
	struct source *oldest = NULL;

	for (size_t i = 0; i < count; i++)
		if (sources[i].waiting &&
		    (oldest == NULL || sources[i].line.time < oldest->line.time))
			oldest = &sources[i];
	return oldest;
}

void source_pass(struct source *source)
{
	source->waiting =
	    ring_read(source->copy, ring_now(source->copy), &source->at, &source->line);
}
