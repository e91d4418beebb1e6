/* SPDX-License-Identifier: MIT */
/* The restart policy, in the numbers of its header. */

#include "restart.h"
#include "test.h"

static void a_long_life_is_restarted_at_once(void **state)
{
	struct restart_history history = { 0 };

	(void)state;
	assert_int_equal(restart_after(&history, 1000, 1000 + RESTART_HEALTHY, 0), 0);
	assert_int_equal(restart_after(&history, 1000, 1000 + RESTART_QUICK, 0), 0);
}

static void two_starts_are_a_floor_apart(void **state)
{
	struct restart_history history = { 0 };

	(void)state;
	assert_int_equal(restart_after(&history, 5000, 5000, 0), RESTART_FLOOR);
	assert_int_equal(restart_after(&history, 5000, 5300, 0), RESTART_FLOOR - 300);
	assert_int_equal(restart_after(&history, 5000, 5000 + RESTART_FLOOR, 0), 0);
}

static void quick_deaths_double_the_delay_up_to_the_ceiling(void **state)
{
	struct restart_history history = { 0 };
	int64_t expected = RESTART_FLOOR;

	(void)state;
	for (int death = 1; death < RESTART_PATIENCE; death++)
		assert_true(restart_after(&history, 0, 100, 0) <= RESTART_FLOOR);
	for (int death = 0; death < 200; death++) {
		expected = expected * 2 < RESTART_CEILING ? expected * 2 : RESTART_CEILING;
		assert_int_equal(restart_after(&history, 0, 100, 0), expected);
	}
}

static void health_forgives(void **state)
{
	struct restart_history history = { 0 };

	(void)state;
	for (int death = 0; death < 20; death++)
		restart_after(&history, 0, 100, 0);
	/* neither quick nor healthy: no change */
	assert_int_equal(restart_after(&history, 0, RESTART_QUICK, 0), RESTART_CEILING);
	assert_int_equal(restart_after(&history, 0, RESTART_HEALTHY, 0), 0);
	assert_int_equal(restart_after(&history, 0, 0, 0), RESTART_FLOOR);
}

static void the_last_deaths_are_remembered(void **state)
{
	struct restart_history history = { 0 };

	(void)state;
	for (int death = 0; death < 3 * RESTART_DEATHS; death++) {
		restart_after(&history, death, death + 7, death << 8);
		assert_int_equal(history.deaths[death % RESTART_DEATHS].status, death << 8);
		assert_int_equal(history.deaths[death % RESTART_DEATHS].lived, 7);
		assert_int_equal(history.deaths[death % RESTART_DEATHS].time, death + 7);
	}
	assert_int_equal(history.count, 3 * RESTART_DEATHS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_long_life_is_restarted_at_once),
		cmocka_unit_test(two_starts_are_a_floor_apart),
		cmocka_unit_test(quick_deaths_double_the_delay_up_to_the_ceiling),
		cmocka_unit_test(health_forgives),
		cmocka_unit_test(the_last_deaths_are_remembered),
	};

	return cmocka_run_group_tests_name("restart", tests, NULL, NULL);
}
