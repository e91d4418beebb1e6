/* SPDX-License-Identifier: MIT */
/* How children end: by themselves, by their limit, or, for whoever waits for them, in any case. */

#include "child.h"
#include "test.h"

#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static bool immortal; /* as a process is that waits for a disk */
static int ended;
static int end_status;

/* Takes the place of the C library's. */
int kill(pid_t pid, int number)
{
	return immortal ? 0 : (int)syscall(SYS_kill, pid, number);
}

static void on_ended(void *owner, int status)
{
	ended++;
	end_status = status;
	assert_ptr_equal(owner, &ended);
}

static int do_nothing(const void *argument, const char **step)
{
	(void)argument;
	(void)step;
	return 0;
}

static int sleep_long(const void *argument, const char **step)
{
	(void)argument;
	(void)step;
	sleep(20);
	return 0;
}

static void nothing(void *unused)
{
	(void)unused;
}

static void turn_for(int64_t milliseconds)
{
	static struct timer soon;
	int64_t end = loop_now() + milliseconds;

	while (loop_now() < end && ended == 0) {
		timer_set(&soon, 10, nothing, NULL);
		loop_turn();
		child_reap();
	}
}

static struct child make(void)
{
	ended = 0;
	end_status = -1;
	return (struct child){ .name = "test", .ended = on_ended, .owner = &ended };
}

static void nobody_need_ask_how_it_ended(void **state)
{
	static const struct spawn_plan plan = { .before = do_nothing };
	struct child child = { .name = "test" };

	(void)state;
	assert_int_equal(child_start(&child, &plan, NULL), 0);
	turn_for(200);
	assert_int_equal(child.pid, 0);
	assert_int_equal(child.status, 0);
}

static void an_awaited_child_ends_by_itself(void **state)
{
	static const struct spawn_plan plan = { .before = do_nothing };
	struct child child = make();

	(void)state;
	child_await(&child, &plan, 5000);
	turn_for(5000);
	assert_int_equal(ended, 1);
	assert_int_equal(end_status, 0);
	assert_false(child.limit.running);
}

static void or_by_its_limit(void **state)
{
	static const struct spawn_plan plan = { .before = sleep_long };
	struct child child = make();

	(void)state;
	child_await(&child, &plan, 50);
	turn_for(5000);
	assert_int_equal(ended, 1);
	assert_int_equal(WTERMSIG(end_status), SIGKILL);
}

static void or_soon_after_when_nothing_kills_it(void **state)
{
	static const struct spawn_plan plan = { .before = sleep_long };
	struct child child = make();
	int64_t start = loop_now();
	pid_t pid;

	(void)state;
	immortal = true;
	child_await(&child, &plan, 50);
	pid = child.pid;
	turn_for(5000);
	immortal = false;
	assert_int_equal(ended, 1);
	assert_int_equal(WTERMSIG(end_status), SIGKILL);
	assert_in_range(loop_now() - start, 1000, 3000);
	assert_int_equal(child.pid, 0);
	/* its death is nobody's business any more */
	kill(pid, SIGKILL);
	usleep(100 * 1000);
	child_reap();
	assert_int_equal(ended, 1);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(errno, ESRCH);
}

static void or_at_once_when_it_cannot_be_started(void **state)
{
	static const struct spawn_plan plan = { .before = do_nothing };
	struct child child = make();

	(void)state;
	child.pid = 1; /* it runs already */
	child_await(&child, &plan, 5000);
	assert_int_equal(ended, 1);
	assert_int_equal(end_status, CHILD_NOT_STARTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_need_ask_how_it_ended),
		cmocka_unit_test(an_awaited_child_ends_by_itself),
		cmocka_unit_test(or_by_its_limit),
		cmocka_unit_test(or_soon_after_when_nothing_kills_it),
		cmocka_unit_test(or_at_once_when_it_cannot_be_started),
	};

	if (loop_open() == -1)
		return 1;
	return cmocka_run_group_tests_name("child", tests, NULL, NULL);
}
