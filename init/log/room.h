/* SPDX-License-Identifier: MIT */
/*
 * room - what is left of memory and of a disk, for the log program and for `whit status`.
 *
 * Of memory it is what the kernel could still give; of a disk bytes or files, whichever is scarcer. None of it
 * waits for a disk: statfs(2) answers from memory.
 */
#ifndef WHIT_LOG_ROOM_H
#define WHIT_LOG_ROOM_H

#include <stdint.h>

enum room_level {
	ROOM_ENOUGH,
	ROOM_LOW,      /* less than a tenth */
	ROOM_CRITICAL, /* less than a thirtieth */
	ROOM_LEVEL_COUNT,
};

struct room {
	uint64_t left; /* bytes */
	uint64_t whole;
};

/* Of memory, by an open /proc/meminfo. 0, or -1. */
int room_of_memory(int meminfo, struct room *room);

/* Of the filesystem at path. 0, or -1 with errno. */
int room_of_files(const char *path, struct room *room);

/* [pure] The level of a room that was at level `before`: one rises again only a little above the mark, so that
 * a figure at the mark is not said over and over. */
enum room_level room_judge(enum room_level before, uint64_t left, uint64_t whole);

/* "enough", "low", "critical". */
const char *room_level_name(enum room_level level);

#endif
