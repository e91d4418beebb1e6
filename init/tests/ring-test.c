/* SPDX-License-Identifier: MIT */
/*
 * A ring loses nothing but the oldest lines, and a writer that is killed between any two of its
 * stores leaves one that its successor can go on with.
 */

#include "ring.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE = RING_MIN };

static const struct ring_line no_line;

static struct ring *new_ring(void)
{
	struct ring *ring = calloc(1, ring_bytes(SIZE));

	assert_non_null(ring);
	ring_make(ring, "web.daemon", SIZE);
	assert_true(ring_is_sound(ring, ring_bytes(SIZE)));
	return ring;
}

/* Adds a line of `length` letters, the first of them by its number. */
static void add(struct ring *ring, size_t length, unsigned flags)
{
	struct ring_line line = { .time = 7, .priority = 30, .flags = (uint8_t)flags };

	line.length = (uint16_t)length;
	memset(line.text, 'a' + (int)(ring_now(ring)->number % 26), length);
	ring_take(ring, 0, &line);
}

static void lines_come_back_as_they_were(void **state)
{
	struct ring *ring = new_ring();
	struct ring_line line;
	uint64_t at = 0;

	(void)state;
	for (size_t length = 1; length <= RING_TEXT; length *= 4)
		add(ring, length, RING_SHOWN);
	for (size_t length = 1, number = 0; length <= RING_TEXT; length *= 4, number++) {
		assert_true(ring_read(ring, ring_now(ring), &at, &line));
		assert_int_equal(line.number, number);
		assert_int_equal(line.length, length);
		assert_int_equal(line.time, 7);
		assert_int_equal(line.priority, 30);
		assert_int_equal(line.flags, RING_SHOWN);
		assert_int_equal(line.text[length - 1], 'a' + (int)number);
	}
	assert_false(ring_read(ring, ring_now(ring), &at, &line));
	free(ring);
}

static void the_oldest_make_room(void **state)
{
	struct ring *ring = new_ring();
	struct ring_line line;
	uint64_t at = 0;
	uint64_t expected = 0;
	unsigned read = 0;

	(void)state;
	for (int i = 0; i < 1000; i++)
		add(ring, (size_t)(i * 37 % RING_TEXT) + 1, 0);
	assert_true(ring_is_sound(ring, ring_bytes(SIZE)));
	for (; ring_read(ring, ring_now(ring), &at, &line); read++) {
		if (read == 0)
			expected = line.number;
		assert_int_equal(line.number, expected + read);
		assert_int_equal(line.length, line.number * 37 % RING_TEXT + 1);
		for (size_t i = 0; i < line.length; i++)
			assert_int_equal(line.text[i], 'a' + (int)(line.number % 26));
	}
	assert_int_equal(expected + read, 1000);
	assert_in_range(read, 3, 200);
	free(ring);
}

static void a_reader_keeps_his_place_and_learns_what_he_missed(void **state)
{
	struct ring *ring = new_ring();
	struct ring_line line;
	uint64_t lost;

	(void)state;
	add(ring, 10, 0);
	add(ring, 10, RING_EXCESS);
	add(ring, 10, 0);
	assert_true(ring_peek(ring, RING_SHOW, RING_EXCESS, &line, &lost));
	assert_int_equal(line.number, 0);
	assert_true(ring_peek(ring, RING_SHOW, RING_EXCESS, &line, &lost)); /* still */
	assert_int_equal(line.number, 0);
	ring_pass(ring, RING_SHOW, &line);
	assert_true(ring_peek(ring, RING_SHOW, RING_EXCESS, &line, &lost));
	assert_int_equal(line.number, 2);
	assert_int_equal(lost, 0); /* what he does not want he does not miss */
	for (int i = 3; i < 1000; i++)
		add(ring, 100, i % 2 == 0 ? RING_EXCESS : 0);
	assert_true(ring_peek(ring, RING_SHOW, RING_EXCESS, &line, &lost));
	assert_in_range(line.number, 900, 999);
	assert_int_equal(lost, (line.number - 1) / 2); /* every second one he does not want */
	ring_forget(ring, RING_SHOW, &line);           /* he has been told */
	assert_true(ring_peek(ring, RING_SHOW, RING_EXCESS, &line, &lost));
	assert_int_equal(lost, 0);
	assert_true(ring_peek(ring, RING_FORWARD, 0, &line, &lost)); /* another has his own place */
	assert_int_equal(lost, line.number);
	free(ring);
}

static void bytes_become_lines_once(void **state)
{
	struct ring *ring = new_ring();
	const struct ring_line line = { .length = 5, .text = "hello" };
	const char *waiting;
	size_t room;
	size_t count;

	(void)state;
	memcpy(ring_room(ring, &room), "hello\nwor", 9);
	assert_in_range(room, RING_ROOM, RING_PENDING);
	ring_got(ring, 9);
	waiting = ring_waiting(ring, &count);
	assert_int_equal(count, 9);
	assert_memory_equal(waiting, "hello\nwor", 9);
	ring_take(ring, 6, &line);
	waiting = ring_waiting(ring, &count);
	assert_int_equal(count, 3);
	assert_memory_equal(waiting, "wor", 3);
	memcpy(ring_room(ring, &room), "ld", 2);
	ring_got(ring, 2);
	waiting = ring_waiting(ring, &count);
	assert_int_equal(count, 5);
	assert_memory_equal(waiting, "world", 5);
	free(ring);
}

static void there_is_always_room(void **state)
{
	struct ring *ring = new_ring();
	size_t room;
	size_t count;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		char *place = ring_room(ring, &room);
		size_t bytes = (size_t)i * 31 % room + 1;

		assert_in_range(room, RING_ROOM, RING_PENDING);
		memset(place, 'x', bytes);
		ring_got(ring, bytes);
		ring_waiting(ring, &count);
		ring_take(ring, count - count % 2000,
		    &no_line); /* up to 1999 bytes of a line are left */
	}
	free(ring);
}

static void what_was_read_before_a_kill_is_there(void **state)
{
	struct ring *ring = new_ring();
	size_t room;
	size_t count;

	(void)state;
	memcpy(ring_room(ring, &room), "old words", 9);
	ring_got(ring, 9);
	ring_take(ring, 9, &no_line);
	memcpy(ring_room(ring, &room), "read", 4); /* and killed before ring_got() */
	ring_recover(ring);
	assert_memory_equal(ring_waiting(ring, &count), "read", 4);
	assert_int_equal(count, 4);
	ring_recover(ring); /* there is nothing to do any more */
	ring_waiting(ring, &count);
	assert_int_equal(count, 4);
	free(ring);
}

static void excess_counts_until_it_is_told(void **state)
{
	const struct ring_line empty = { .flags = RING_EXCESS };
	const struct ring_line told = { .tells = 2, .length = 1, .text = "2" };
	struct ring *ring = new_ring();
	struct ring_line line;
	uint64_t lost;

	(void)state;
	add(ring, 10, 0);
	add(ring, 10, RING_EXCESS);
	ring_take(ring, 0, &empty);
	assert_int_equal(ring_excess(ring), 2);
	assert_int_equal(ring_now(ring)->number, 2); /* what is empty is not kept */
	ring_recover(ring);                          /* by the successor of one that was killed */
	assert_int_equal(ring_excess(ring), 2);
	ring_take(ring, 0, &told);
	assert_int_equal(ring_excess(ring), 0);
	for (int i = 0; i < 100; i++)
		add(ring, 1000, 0);
	assert_true(ring_peek(ring, RING_SHOW, RING_EXCESS, &line, &lost));
	/* Line 1 is not wanted, so not missed; what line 2 told of, it and the empty one, is. */
	assert_int_equal(lost, line.number - 1 - 1 + 2);
	free(ring);
}

/* The writer's changes one store at a time: at each the ring before and after is sound, and a
 * generation tells them apart. Here by a copy after each step of a long life. */
static void every_moment_is_sound(void **state)
{
	struct ring *ring = new_ring();
	struct ring *killed = malloc(ring_bytes(SIZE));
	struct ring_line line;
	uint64_t at;

	(void)state;
	assert_non_null(killed);
	for (int i = 0; i < 2000; i++) {
		add(ring, (size_t)(i * 91 % RING_TEXT) + 1, 0);
		memcpy(killed, ring, ring_bytes(SIZE));
		/* a state half written is the one that does not count */
		memset(&killed->state[(killed->generation + 1) % 2], 0xff,
		    sizeof(killed->state[0]));
		ring_recover(killed);
		assert_true(ring_is_sound(killed, ring_bytes(SIZE)));
		add(killed, 50, 0);
		at = 0;
		while (ring_read(killed, ring_now(killed), &at, &line))
			assert_int_equal(line.text[0], 'a' + (int)(line.number % 26));
		assert_int_equal(line.number, (uint64_t)i + 1);
	}
	free(killed);
	free(ring);
}

static void what_is_no_ring_is_refused(void **state)
{
	struct ring *ring = new_ring();

	(void)state;
	assert_false(ring_is_sound(ring, ring_bytes(SIZE) - 8));
	assert_false(ring_is_sound(ring, 10));
	ring->state[0].tail = 8;
	assert_false(ring_is_sound(ring, ring_bytes(SIZE)));
	ring->state[0].tail = 0;
	ring->state[0].head = SIZE + 8;
	assert_false(ring_is_sound(ring, ring_bytes(SIZE)));
	ring->state[0].head = 0;
	memset(ring->name, 'x', sizeof(ring->name));
	assert_false(ring_is_sound(ring, ring_bytes(SIZE)));
	free(ring);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_come_back_as_they_were),
		cmocka_unit_test(the_oldest_make_room),
		cmocka_unit_test(a_reader_keeps_his_place_and_learns_what_he_missed),
		cmocka_unit_test(bytes_become_lines_once),
		cmocka_unit_test(there_is_always_room),
		cmocka_unit_test(what_was_read_before_a_kill_is_there),
		cmocka_unit_test(excess_counts_until_it_is_told),
		cmocka_unit_test(every_moment_is_sound),
		cmocka_unit_test(what_is_no_ring_is_refused),
	};

	return cmocka_run_group_tests_name("ring", tests, NULL, NULL);
}
