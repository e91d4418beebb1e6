/* SPDX-License-Identifier: MIT */
/* When memory or a disk runs short, and when it is said. */

#include "room.h"
#include "test.h"

static void less_than_a_tenth_is_low(void **state)
{
	(void)state;
	assert_int_equal(room_judge(ROOM_ENOUGH, 101, 1000), ROOM_ENOUGH);
	assert_int_equal(room_judge(ROOM_ENOUGH, 100, 1000), ROOM_ENOUGH);
	assert_int_equal(room_judge(ROOM_ENOUGH, 99, 1000), ROOM_LOW);
}

static void less_than_a_thirtieth_is_critical(void **state)
{
	(void)state;
	assert_int_equal(room_judge(ROOM_LOW, 33, 1000), ROOM_LOW);
	assert_int_equal(room_judge(ROOM_LOW, 32, 1000), ROOM_CRITICAL);
	assert_int_equal(room_judge(ROOM_ENOUGH, 0, 1000), ROOM_CRITICAL);
}

static void a_figure_at_the_mark_is_said_once(void **state)
{
	(void)state;
	assert_int_equal(room_judge(ROOM_LOW, 119, 1000), ROOM_LOW);
	assert_int_equal(room_judge(ROOM_LOW, 120, 1000), ROOM_ENOUGH);
	assert_int_equal(room_judge(ROOM_CRITICAL, 38, 1000), ROOM_CRITICAL);
	assert_int_equal(room_judge(ROOM_CRITICAL, 39, 1000), ROOM_LOW);
	assert_int_equal(room_judge(ROOM_CRITICAL, 119, 1000), ROOM_LOW);
	assert_int_equal(room_judge(ROOM_CRITICAL, 120, 1000), ROOM_ENOUGH);
}

static void nothing_of_nothing_is_enough(void **state)
{
	(void)state;
	assert_int_equal(room_judge(ROOM_ENOUGH, 0, 0), ROOM_ENOUGH);
	assert_int_equal(room_judge(ROOM_CRITICAL, 0, 0), ROOM_ENOUGH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(less_than_a_tenth_is_low),
		cmocka_unit_test(less_than_a_thirtieth_is_critical),
		cmocka_unit_test(a_figure_at_the_mark_is_said_once),
		cmocka_unit_test(nothing_of_nothing_is_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
