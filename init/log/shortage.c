/* SPDX-License-Identifier: MIT */
#include "shortage.h"

#include "room.h"
#include "stream.h"

#include <errno.h>
#include <unistd.h>

enum {
	LOOK_EVERY = 10 * 1000, /* ms */
	PATIENCE = 60 * 1000,   /* ms until it is said again that programs wait */
};

static enum room_level data_level;
static enum room_level memory_level;
static int meminfo = -1;
static struct timer next;
static struct watch pressure;

static void say(const char *name, const char *what, const struct room *room)
{
	for (size_t i = 0; i < stream_count(); i++)
		if (stream_at(i)->kind == LINE_OWN)
			stream_say(stream_at(i), "%s: %s: %llu of %llu MiB are left", name, what,
			    (unsigned long long)room->left >> 20,
			    (unsigned long long)room->whole >> 20);
}

static void judge(const char *name, const struct room *room, enum room_level *level)
{
	static const char *const words[] = {
		[ROOM_ENOUGH] = "there is room again",
		[ROOM_LOW] = "runs short",
		[ROOM_CRITICAL] = "is nearly full",
	};
	enum room_level before = *level;

	*level = room_judge(before, room->left, room->whole);
	if (*level != before)
		say(name, words[*level], room);
}

static void look(void *unused)
{
	struct room room;

	if (room_of_files("/data", &room) == 0)
		judge("/data", &room, &data_level);
	if (meminfo != -1 && room_of_memory(meminfo, &room) == 0)
		judge("memory", &room, &memory_level);
	timer_set(&next, LOOK_EVERY, look, unused);
}

static void on_pressure(void *unused)
{
	struct room room;

	(void)unused;
	if (meminfo != -1 && room_of_memory(meminfo, &room) == 0)
		say("memory", "programs wait for it", &room);
	watch_rest(&pressure, PATIENCE);
}

void shortage_open(void)
{
	look(NULL);
}

void shortage_memory(int fd)
{
	meminfo = fd;
}

void shortage_pressure(int fd)
{
	static const char trigger[] = "some 150000 1000000"; /* us, in a window of so many */

	/* EBUSY: a log program before this one has asked for it */
	if ((write(fd, trigger, sizeof(trigger)) == -1 && errno != EBUSY) ||
	    watch_add(&pressure, fd, EPOLLPRI, on_pressure, NULL) == -1)
		close(fd);
}
