/* SPDX-License-Identifier: MIT */
#include "room.h"

#include "cleanup.h"
#include "io.h"
#include "log.h"
#include "loop.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/statfs.h>

enum {
	LOOK_EVERY = 10 * 1000, /* ms */
	PATIENCE = 60 * 1000,   /* ms until it is said again that programs wait */
	MEMINFO = 4096,
	AGAIN = 20, /* as many hundredths more than the mark are room again */
};

static struct room rooms[] = { { .name = "/data" }, { .name = "memory" } };
enum { MEMORY = 1, ROOMS = sizeof(rooms) / sizeof(rooms[0]) };

static size_t count;
static struct timer next;
static struct watch pressure;

enum room_level room_judge(enum room_level before, uint64_t left, uint64_t whole)
{
	static const uint64_t parts[] = { [ROOM_LOW] = 10, [ROOM_CRITICAL] = 30 };
	enum room_level level = ROOM_CRITICAL;

	while (level > ROOM_ENOUGH) {
		uint64_t mark = whole / parts[level];

		if (level <= before)
			mark += mark * AGAIN / 100;
		if (left < mark)
			break;
		level--;
	}
	return level;
}

static int look_at_memory(struct room *room)
{
	char text[MEMINFO];

	if (io_read_file("/proc/meminfo", text, sizeof(text)) == -1 ||
	    sscanf(text, "MemTotal: %lu kB MemFree: %*u kB MemAvailable: %lu", &room->whole,
	        &room->left) != 2)
		return -1;
	room->whole *= 1024;
	room->left *= 1024;
	return 0;
}

/* A disk without files to give has no room, whatever bytes it has. */
static int look_at_files(struct room *room)
{
	struct statfs now;

	if (statfs(room->name, &now) == -1)
		return -1;
	room->whole = (uint64_t)now.f_blocks * (uint64_t)now.f_bsize;
	room->left = (uint64_t)now.f_bavail * (uint64_t)now.f_bsize;
	if (now.f_files > 0 && room->whole / now.f_files * now.f_ffree < room->left)
		room->left = room->whole / now.f_files * now.f_ffree;
	return 0;
}

static void say(const struct room *room, const char *what)
{
	log_line("%s: %s: %llu of %llu MiB are left", room->name, what,
	    (unsigned long long)room->left >> 20, (unsigned long long)room->whole >> 20);
}

static void look(void *owner)
{
	static const char *const words[] = { "there is room again", "runs short",
		"is nearly full" };

	for (size_t i = 0; i < count; i++) {
		struct room *room = &rooms[i];
		enum room_level before = room->level;

		if ((i == MEMORY ? look_at_memory(room) : look_at_files(room)) == -1)
			continue;
		room->level = room_judge(before, room->left, room->whole);
		if (room->level != before)
			say(room, words[room->level]);
	}
	timer_set(&next, LOOK_EVERY, look, owner);
}

/* The kernel's word that programs waited for memory (PSI): then it runs short for somebody now. */
static void on_pressure(void *owner)
{
	look(owner);
	say(&rooms[MEMORY], "programs wait for it");
	watch_rest(&pressure, PATIENCE);
}

void room_open(bool machine)
{
	static const char trigger[] = "some 150000 1000000"; /* us, in a window of so many */
	autoclose int fd = machine ? open("/proc/pressure/memory", O_RDWR | O_CLOEXEC) : -1;

	count = machine ? ROOMS : MEMORY;
	look(NULL);
	if (fd != -1 && write(fd, trigger, sizeof(trigger)) == sizeof(trigger) &&
	    watch_add(&pressure, fd, EPOLLPRI, on_pressure, NULL) == 0)
		steal_fd(&fd);
}

const struct room *room_at(size_t index)
{
	return index < count ? &rooms[index] : NULL;
}

const char *room_level_name(enum room_level level)
{
	static const char *const names[] = {
		[ROOM_ENOUGH] = "enough",
		[ROOM_LOW] = "low",
		[ROOM_CRITICAL] = "critical",
	};
	static_assert(sizeof(names) / sizeof(names[0]) == ROOM_LEVEL_COUNT,
	    "each level has a name");

	return names[level];
}
