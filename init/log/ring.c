/* SPDX-License-Identifier: MIT */
/* ring [pure] - see ring.h. */

#include "ring.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { MAGIC = 0x57524731 }; /* "WRG1" */

/* What stands before the text of a record. All records take a multiple of 8 bytes. */
struct record {
	uint64_t number;
	uint64_t due;
	uint64_t time;
	uint32_t tells;
	uint16_t length;
	uint8_t priority;
	uint8_t flags;
};
static_assert(sizeof(struct record) % 8 == 0, "records are aligned");
static_assert(RING_MIN >= sizeof(struct record) + RING_TEXT, "any line fits the smallest ring");

/* How many lines a reader who does not want RING_EXCESS misses with this one. */
static uint64_t worth(const struct ring_line *line)
{
	if ((line->flags & RING_EXCESS) != 0)
		return 0;
	return line->tells > 0 ? line->tells : 1;
}

static size_t record_bytes(size_t length)
{
	return sizeof(struct record) + (length + 7) / 8 * 8;
}

size_t ring_bytes(size_t size)
{
	return sizeof(struct ring) + size;
}

size_t ring_size(uint64_t wanted)
{
	return wanted < RING_MIN ? RING_MIN : (size_t)wanted / 8 * 8;
}

void ring_make(struct ring *ring, const char *name, size_t size)
{
	ring->magic = MAGIC;
	ring->size = size;
	snprintf(ring->name, sizeof(ring->name), "%s", name);
}

static bool is_sound_state(const struct ring *ring, const struct ring_state *state)
{
	return state->tail <= state->head && state->head - state->tail <= ring->size &&
	    state->tail % 8 == 0 && state->head % 8 == 0 && state->taken <= state->filled &&
	    state->filled <= RING_PENDING;
}

bool ring_is_sound(const struct ring *ring, size_t bytes)
{
	return bytes >= sizeof(struct ring) && ring->magic == MAGIC && ring->size >= RING_MIN &&
	    ring->size % 8 == 0 && ring->size == bytes - sizeof(struct ring) &&
	    memchr(ring->name, '\0', sizeof(ring->name)) != NULL &&
	    is_sound_state(ring, ring_now(ring));
}

const struct ring_state *ring_now(const struct ring *ring)
{
	return &ring->state[ring->generation % 2];
}

bool ring_snapshot(const struct ring *ring, struct ring_state *state)
{
	uint32_t before = __atomic_load_n(&ring->generation, __ATOMIC_ACQUIRE);

	*state = ring->state[before % 2];
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	return __atomic_load_n(&ring->generation, __ATOMIC_RELAXED) == before &&
	    is_sound_state(ring, state);
}

/* The one place where something changes: all of it, or nothing. */
static void commit(struct ring *ring, const struct ring_state *state)
{
	ring->state[(ring->generation + 1) % 2] = *state;
	__atomic_store_n(&ring->generation, ring->generation + 1, __ATOMIC_RELEASE);
}

void ring_recover(struct ring *ring)
{
	struct ring_state state = *ring_now(ring);

	if (!state.reading)
		return;
	while (state.filled < RING_PENDING && ring->pending[state.filled] != '\0')
		state.filled++;
	state.reading = 0;
	commit(ring, &state);
}

char *ring_room(struct ring *ring, size_t *size)
{
	struct ring_state state = *ring_now(ring);
	uint32_t rest = state.filled - state.taken;

	/* To the front: over bytes that are lines already, never over those that are not. */
	if (state.taken >= rest && (rest == 0 || RING_PENDING - state.filled < RING_ROOM)) {
		memcpy(ring->pending, ring->pending + state.taken, rest);
		state.filled = rest;
		state.taken = 0;
		commit(ring, &state);
	}
	*size = RING_PENDING - state.filled;
	memset(ring->pending + state.filled, 0, *size);
	state.reading = 1;
	commit(ring, &state);
	return ring->pending + state.filled;
}

void ring_got(struct ring *ring, size_t count)
{
	struct ring_state state = *ring_now(ring);

	state.filled += (uint32_t)count;
	state.reading = 0;
	commit(ring, &state);
}

const char *ring_waiting(const struct ring *ring, size_t *count)
{
	const struct ring_state *state = ring_now(ring);

	*count = state->filled - state->taken;
	return ring->pending + state->taken;
}

/* Copies into and out of the ring, around its end. */
static void put(struct ring *ring, uint64_t at, const void *from, size_t length)
{
	size_t place = (size_t)(at % ring->size);
	size_t first = length < ring->size - place ? length : (size_t)ring->size - place;

	memcpy(ring->records + place, from, first);
	memcpy(ring->records, (const char *)from + first, length - first);
}

static void get(const struct ring *ring, uint64_t at, void *to, size_t length)
{
	size_t place = (size_t)(at % ring->size);
	size_t first = length < ring->size - place ? length : (size_t)ring->size - place;

	memcpy(to, ring->records + place, first);
	memcpy((char *)to + first, ring->records, length - first);
}

/* Lets the oldest lines go until there is room; whoever reads knows it before they change. */
static void make_room(struct ring *ring, size_t need)
{
	struct ring_state state = *ring_now(ring);
	struct record record;

	if (state.head + need - state.tail <= ring->size)
		return;
	while (state.tail < state.head && state.head + need - state.tail > ring->size) {
		get(ring, state.tail, &record, sizeof(record));
		state.tail += record_bytes(record.length);
	}
	if (state.tail > state.head) /* damaged: begins anew */
		state.tail = state.head;
	commit(ring, &state);
}

void ring_take(struct ring *ring, size_t count, const struct ring_line *line)
{
	struct ring_state state;

	if (line->length > 0)
		make_room(ring, record_bytes(line->length));
	state = *ring_now(ring);
	state.taken += (uint32_t)count;
	state.excess += (line->flags & RING_EXCESS) != 0;
	state.excess -= line->tells;
	if (line->length > 0) {
		const struct record record = {
			.number = state.number++,
			.due = state.due,
			.time = line->time,
			.tells = line->tells,
			.length = line->length,
			.priority = line->priority,
			.flags = line->flags,
		};

		state.due += worth(line);
		put(ring, state.head, &record, sizeof(record));
		put(ring, state.head + sizeof(record), line->text, line->length);
		state.head += record_bytes(line->length);
	}
	commit(ring, &state);
}

uint32_t ring_excess(const struct ring *ring)
{
	return ring_now(ring)->excess;
}

bool ring_read(const struct ring *ring, const struct ring_state *state, uint64_t *at,
    struct ring_line *line)
{
	struct record record;

	if (*at < state->tail)
		*at = state->tail;
	if (*at >= state->head)
		return false;
	if (*at % 8 == 0 && state->head - *at >= sizeof(record)) {
		get(ring, *at, &record, sizeof(record));
		if (record.length <= RING_TEXT &&
		    record_bytes(record.length) <= state->head - *at) {
			line->number = record.number;
			line->due = record.due;
			line->time = record.time;
			line->tells = record.tells;
			line->length = record.length;
			line->priority = record.priority;
			line->flags = record.flags;
			get(ring, *at + sizeof(record), line->text, record.length);
			*at += record_bytes(record.length);
			return true;
		}
	}
	*at = state->head;
	return false;
}

bool ring_peek(struct ring *ring, enum ring_reader reader, unsigned skip, struct ring_line *line,
    uint64_t *lost)
{
	struct ring_state state = *ring_now(ring);
	struct ring_cursor *cursor = &state.cursor[reader];
	uint64_t begin = cursor->at;
	uint64_t at = begin;
	bool found;

	*lost = 0;
	while ((found = ring_read(ring, &state, &at, line))) {
		*lost = (skip & RING_EXCESS) != 0 ? line->due - cursor->due
		                                  : line->number - cursor->number;
		if ((line->flags & skip) == 0) {
			at -= record_bytes(line->length);
			break;
		}
		cursor->number++; /* what is lost is told with a wanted line */
		cursor->due += worth(line);
	}
	cursor->at = at;
	if (at != begin)
		commit(ring, &state);
	return found;
}

void ring_pass(struct ring *ring, enum ring_reader reader, const struct ring_line *line)
{
	struct ring_state state = *ring_now(ring);

	state.cursor[reader].at += record_bytes(line->length);
	state.cursor[reader].number = line->number + 1;
	state.cursor[reader].due = line->due + worth(line);
	commit(ring, &state);
}

void ring_forget(struct ring *ring, enum ring_reader reader, const struct ring_line *line)
{
	struct ring_state state = *ring_now(ring);

	state.cursor[reader].number = line->number;
	state.cursor[reader].due = line->due;
	commit(ring, &state);
}
