/* SPDX-License-Identifier: MIT */
/* Work that goes on may take as long as it takes; what goes on no more is given up. */

#include "test.h"
#include "watch.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

enum { STILL = 400 /* ms */ };

/* e2fsck's way to tell, for three times as long as it may be silent. */
static int go_on(int progress)
{
	for (int i = 0; i < 12; i++) {
		dprintf(progress, "1 %d 12 /dev/vda5\n", i);
		usleep(STILL * 1000 / 4);
	}
	return 4;
}

static int hang(int progress)
{
	dprintf(progress, "1 1 12 /dev/vda5\n");
	pause();
	return 0;
}

static int die(int progress)
{
	(void)progress;
	_exit(3);
}

static int get_killed(int progress)
{
	(void)progress;
	return raise(SIGKILL);
}

static void what_goes_on_is_not_stopped(void **state)
{
	(void)state;
	assert_int_equal(watch(go_on, STILL), 4);
}

static void what_hangs_is_given_up(void **state)
{
	(void)state;
	assert_int_equal(watch(hang, STILL), -1);
}

static void how_it_ended_is_known(void **state)
{
	(void)state;
	assert_int_equal(watch(die, STILL), 3);
	assert_int_equal(watch(get_killed, STILL), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_goes_on_is_not_stopped),
		cmocka_unit_test(what_hangs_is_given_up),
		cmocka_unit_test(how_it_ended_is_known),
	};

	return cmocka_run_group_tests_name("watch", tests, NULL, NULL);
}
