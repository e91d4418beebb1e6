/* SPDX-License-Identifier: MIT */
#include "room.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/statfs.h>
#include <unistd.h>

enum {
	MEMINFO = 4096,
	AGAIN = 20, /* as many hundredths more than the mark are room again */
};

int room_of_memory(int meminfo, struct room *room)
{
	char text[MEMINFO];
	ssize_t got = pread(meminfo, text, sizeof(text) - 1, 0);

	text[got > 0 ? got : 0] = '\0';
	if (sscanf(text, "MemTotal: %" SCNu64 " kB MemFree: %*u kB MemAvailable: %" SCNu64,
	        &room->whole, &room->left) != 2)
		return -1;
	room->whole *= 1024;
	room->left *= 1024;
	return 0;
}

/* A disk without files to give has no room, whatever bytes it has. */
int room_of_files(const char *path, struct room *room)
{
	struct statfs now;

	if (statfs(path, &now) == -1)
		return -1;
	room->whole = (uint64_t)now.f_blocks * (uint64_t)now.f_bsize;
	room->left = (uint64_t)now.f_bavail * (uint64_t)now.f_bsize;
	if (now.f_files > 0 && room->whole / now.f_files * now.f_ffree < room->left)
		room->left = room->whole / now.f_files * now.f_ffree;
	return 0;
}

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
