/* SPDX-License-Identifier: MIT */
/*
 * room - what is left of memory and disks, said before it is gone.
 *
 * Looked at every ten seconds: memory (what the kernel could still give) and /data
 * (bytes or files, whichever is scarcer). A line is logged when less than a tenth is left,
 * another below a thirtieth, and one when there is room again: a little more than the
 * mark, so that a figure at the mark is not said over and over. None of it waits for a
 * disk: statfs(2) answers from memory.
 *
 * Programs that wait for memory, 150 ms of a second, are told by the kernel (PSI,
 * Documentation/accounting/psi.rst) when it happens: said at once, at most once a minute, with what is
 * left. Much of that means that one service is at a limit of its own.
 *
 * In a container memory is the host's, which looks after it.
 */
#ifndef WHIT_ROOM_H
#define WHIT_ROOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum room_level {
	ROOM_ENOUGH,
	ROOM_LOW,
	ROOM_CRITICAL,
	ROOM_LEVEL_COUNT,
};

struct room {
	const char *name;
	uint64_t left; /* bytes */
	uint64_t whole;
	enum room_level level;
};

void room_open(bool machine);

/* Everything that is looked at, as it was at the last look; NULL when there is no more. */
const struct room *room_at(size_t index);

/* "enough", "low", "critical". */
const char *room_level_name(enum room_level level);

/* [pure] The level of `left` of `whole`, coming from level `before`. */
enum room_level room_judge(enum room_level before, uint64_t left, uint64_t whole);

#endif
