/* SPDX-License-Identifier: MIT */
/*
 * The table of service.h, every state with every event, without a process: children, timers,
 * control groups and the console are replaced here.
 */

#include "cgroup.h"
#include "launch/steps.h"
#include "listening.h"
#include "log.h"
#include "notify.h"
#include "service.h"
#include "test.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/types.h>

/* What service.c calls. */

static int64_t now;
static int start_result;
static unsigned changes;
static unsigned kills;
static bool somebody_listens;
static unsigned long refusals;
static unsigned refusals_said;
static int last_signal;
static void (*notified)(pid_t pid);

int64_t loop_now(void)
{
	return now;
}

void timer_set(struct timer *timer, int64_t delay, void (*expired)(void *), void *owner)
{
	*timer = (struct timer){ NULL, true, now + delay, expired, owner };
}

void timer_stop(struct timer *timer)
{
	timer->running = false;
}

int watch_add(struct watch *watch, int fd, uint32_t events, void (*ready)(void *), void *owner)
{
	*watch = (struct watch){ fd, events, ready, owner };
	return 0;
}

void watch_close(struct watch *watch)
{
	watch->fd = -1;
}

int steps_take(const void *order, const char **failed)
{
	(void)order;
	*failed = NULL;
	return 0;
}

int child_start(struct child *child, const struct spawn_plan *plan, int *ready)
{
	(void)plan;
	if (ready != NULL)
		*ready = -1;
	if (start_result == 0)
		child->pid = 42;
	return start_result;
}

void child_limit(struct child *child, int64_t milliseconds)
{
	(void)child;
	assert_int_equal(milliseconds, 3000);
}

void child_kill(const struct child *child, const char *cgroup)
{
	(void)child;
	(void)cgroup;
	kills++;
}

void cgroup_make(const char *name)
{
	(void)name;
}

bool cgroup_kill(const char *name)
{
	(void)name;
	return false;
}

unsigned long cgroup_memory_kills(const char *name)
{
	(void)name;
	return 0;
}

unsigned long cgroup_refusals(const char *name)
{
	(void)name;
	return refusals;
}

bool listening(pid_t pid, enum listening kind, unsigned port, uid_t uid)
{
	assert_int_equal(pid, 42);
	assert_int_equal(kind, LISTENING_UDP);
	assert_int_equal(port, 53);
	assert_int_equal(uid, 1000);
	return somebody_listens;
}

int notify_open(void (*ready)(pid_t pid))
{
	notified = ready;
	return 0;
}

void log_line(const char *format, ...)
{
	refusals_said += strstr(format, "reached its limit of") != NULL;
}

const char *log_seconds(int64_t milliseconds, char text[LOG_SECONDS])
{
	(void)milliseconds;
	text[0] = '\0';
	return text;
}

int kill(pid_t pid, int number)
{
	assert_int_equal(pid, 42);
	if (number != SIGCONT)
		last_signal = number;
	return 0;
}

/* One service, brought into any state. */

static const struct role_plan role = { .name = "role", .uid = 1000 };
static struct service_plan plan;
static struct service service;

static void count_change(void *owner)
{
	assert_ptr_equal(owner, &service);
	changes++;
}

static void die(void)
{
	service.child.pid = 0;
	service.child.ended(&service, 9);
}

static void expire(void)
{
	now = service.timer.due;
	service.timer.expired(&service);
}

static void become_ready(void)
{
	service.child.running(&service);
}

static void end_check(int status)
{
	service.check.pid = 0;
	service.check.status = status;
	service.check.ended(&service, status);
}

static void reset(void)
{
	plan = (struct service_plan){ .name = "one", .ready_timeout = 3000, .stop_timeout = 1000 };
	service = (struct service){
		.role = &role, .plan = &plan, .changed = count_change, .owner = &service
	};
	start_result = 0;
	kills = 0;
	last_signal = 0;
	now = 100000;
	service_add(&service);
	service.next = NULL; /* added before, it would follow itself */
}

static void bring_to(enum service_state state)
{
	reset();
	if (state == SERVICE_STOPPED)
		return;
	if (state == SERVICE_FAILED) {
		service_refuse(&service);
		return;
	}
	service_start(&service);
	if (state == SERVICE_WAITING)
		return;
	if (state == SERVICE_CHECKING)
		plan_split(&plan.check, "/bin/judge");
	service_proceed(&service);
	if (state == SERVICE_STARTING || state == SERVICE_CHECKING)
		return;
	become_ready();
	if (state == SERVICE_BACKING_OFF)
		die();
	if (state == SERVICE_STOPPING)
		service_stop(&service);
}

enum event { START, PROCEED, READY, DIED, TIMER, STOP, REFUSE, EVENTS };

static void send(enum event event)
{
	switch (event) {
	case START:
		service_start(&service);
		break;
	case PROCEED:
		service_proceed(&service);
		break;
	case READY:
		become_ready();
		break;
	case DIED:
		if (service.state == SERVICE_CHECKING)
			end_check(0);
		else
			die();
		break;
	case TIMER:
		service.timer.owner = &service;
		if (service.timer.expired != NULL)
			expire();
		break;
	case STOP:
		service_stop(&service);
		break;
	case REFUSE:
		service_refuse(&service);
		break;
	case EVENTS:
		break;
	}
}

static void every_state_answers_every_event(void **state)
{
	enum {
		W = SERVICE_WAITING,
		C = SERVICE_CHECKING,
		S = SERVICE_STARTING,
		R = SERVICE_READY,
		B = SERVICE_BACKING_OFF,
		F = SERVICE_FAILED,
		G = SERVICE_STOPPING,
		O = SERVICE_STOPPED
	};
	/* the table of service.h: START PROCEED READY DIED TIMER STOP REFUSE */
	static const int next[SERVICE_STATE_COUNT][EVENTS] = {
		[SERVICE_WAITING] = { W, S, W, W, W, O, F },
		[SERVICE_CHECKING] = { C, C, C, S, C, O, C },
		[SERVICE_STARTING] = { S, S, R, B, G, G, S },
		[SERVICE_READY] = { R, R, R, B, R, G, R },
		[SERVICE_BACKING_OFF] = { W, B, B, B, W, O, F },
		[SERVICE_FAILED] = { W, F, F, F, F, O, F },
		[SERVICE_STOPPING] = { G, G, G, O, G, G, G },
		[SERVICE_STOPPED] = { W, O, O, O, O, O, F },
	};

	(void)state;
	for (int from = 0; from < SERVICE_STATE_COUNT; from++) {
		for (int event = 0; event < EVENTS; event++) {
			bring_to((enum service_state)from);
			assert_int_equal(service.state, from);
			changes = 0;
			if (from == SERVICE_STOPPING && event == DIED)
				service.wanted = false;
			send((enum event)event);
			if ((int)service.state != next[from][event])
				fail_msg("%s, event %d: %s",
				    service_state_name((enum service_state)from), event,
				    service_state_name(service.state));
			assert_int_equal(changes, next[from][event] == from ? 0 : 1);
		}
	}
}

static void a_start_that_fails_is_tried_again(void **state)
{
	(void)state;
	bring_to(SERVICE_WAITING);
	start_result = -1;
	service_proceed(&service);
	assert_int_equal(service.state, SERVICE_BACKING_OFF);
	assert_true(service.timer.running);
	expire();
	assert_int_equal(service.state, SERVICE_WAITING);
}

static void who_is_never_ready_is_stopped_and_started_again(void **state)
{
	(void)state;
	bring_to(SERVICE_STARTING);
	expire();
	assert_int_equal(service.state, SERVICE_STOPPING);
	assert_int_equal(last_signal, SIGTERM);
	die();
	assert_int_equal(service.state, SERVICE_BACKING_OFF);
}

static void who_does_not_stop_is_killed_until_it_does(void **state)
{
	(void)state;
	bring_to(SERVICE_READY);
	service_stop(&service);
	assert_int_equal(last_signal, SIGTERM);
	expire();
	expire();
	assert_int_equal(kills, 2);
	assert_int_equal(service.state, SERVICE_STOPPING);
	die();
	assert_int_equal(service.state, SERVICE_STOPPED);
	assert_false(service.timer.running);
}

static void a_restart_comes_back(void **state)
{
	(void)state;
	bring_to(SERVICE_READY);
	service_restart(&service);
	assert_int_equal(service.state, SERVICE_STOPPING);
	die();
	assert_int_equal(service.state, SERVICE_WAITING);
	assert_int_equal(service.history.count, 0);
	bring_to(SERVICE_STOPPING);
	service_restart(&service);
	service_stop(&service);
	die();
	assert_int_equal(service.state, SERVICE_STOPPED);
	bring_to(SERVICE_STOPPED);
	service_restart(&service);
	assert_int_equal(service.state, SERVICE_WAITING);
}

static void a_reload_is_a_signal_or_a_restart(void **state)
{
	(void)state;
	bring_to(SERVICE_READY);
	plan.reload_signal = SIGHUP;
	service_reload(&service);
	assert_int_equal(last_signal, SIGHUP);
	assert_int_equal(service.state, SERVICE_READY);
	plan.reload_signal = 0;
	service_reload(&service);
	assert_int_equal(service.state, SERVICE_STOPPING);
}

static void end_reload(int status)
{
	service.reload.pid = 0;
	service.reload.ended(&service, status);
}

static void a_reload_may_be_a_program(void **state)
{
	(void)state;
	bring_to(SERVICE_READY);
	plan_split(&plan.reload, "/bin/ctl -r");
	service_reload(&service);
	assert_int_equal(service.reload.pid, 42);
	service_reload(&service); /* the settings have changed once more */
	end_reload(0);
	assert_int_equal(service.reload.pid, 42);
	end_reload(1 << 8);
	assert_int_equal(service.reload.pid, 0);
	assert_int_equal(last_signal, 0);
	assert_int_equal(service.state, SERVICE_READY);
	service_reload(&service);
	service_reload(&service);
	die();
	end_reload(SIGKILL);
	assert_int_equal(service.reload.pid, 0); /* there is nobody to be told */
	assert_int_equal(service.state, SERVICE_BACKING_OFF);
}

static void a_check_decides_about_a_start(void **state)
{
	static const struct {
		int status;
		enum service_state next;
	} cases[] = {
		{ 0, SERVICE_STARTING },
		{ 1 << 8, SERVICE_FAILED },
		{ 2 << 8, SERVICE_BACKING_OFF },
		{ SIGKILL, SERVICE_BACKING_OFF },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bring_to(SERVICE_CHECKING);
		end_check(cases[i].status);
		assert_int_equal(service.state, cases[i].next);
		assert_int_equal(service.starts, cases[i].next == SERVICE_STARTING);
	}
	bring_to(SERVICE_CHECKING);
	service_restart(&service); /* the settings have changed */
	end_check(1 << 8);
	assert_int_equal(service.state, SERVICE_CHECKING);
	end_check(0);
	assert_int_equal(service.state, SERVICE_STARTING);
	bring_to(SERVICE_CHECKING);
	service_stop(&service);
	assert_int_equal(kills, 1);
	end_check(SIGKILL);
	assert_int_equal(service.state, SERVICE_STOPPED);
}

static void a_check_decides_about_a_reload(void **state)
{
	(void)state;
	bring_to(SERVICE_READY);
	plan_split(&plan.check, "/bin/judge");
	plan.reload_signal = SIGHUP;
	service_reload(&service);
	assert_int_equal(last_signal, 0);
	end_check(1 << 8);
	assert_int_equal(last_signal, 0);
	assert_int_equal(service.state, SERVICE_READY);
	service_reload(&service);
	service_reload(&service); /* the settings have changed once more */
	end_check(0);
	assert_int_equal(last_signal, 0);
	end_check(0);
	assert_int_equal(last_signal, SIGHUP);
	plan.reload_signal = 0;
	service_reload(&service);
	assert_int_equal(service.state, SERVICE_READY);
	end_check(0);
	assert_int_equal(service.state, SERVICE_STOPPING);
}

static void only_its_own_process_says_ready(void **state)
{
	(void)state;
	service_open();
	bring_to(SERVICE_STARTING);
	plan.ready = READY_NOTIFY;
	notified(41);
	notified(0);
	assert_int_equal(service.state, SERVICE_STARTING);
	notified(42);
	assert_int_equal(service.state, SERVICE_READY);
}

static void who_listens_is_ready(void **state)
{
	(void)state;
	bring_to(SERVICE_STARTING);
	plan.ready = READY_UDP;
	plan.ready_port = 53;
	somebody_listens = false;
	service.child.running(&service);
	service.look.expired(&service);
	assert_int_equal(service.state, SERVICE_STARTING);
	assert_true(service.look.running);
	somebody_listens = true;
	service.look.expired(&service);
	assert_int_equal(service.state, SERVICE_READY);
}

static void a_limit_that_is_reached_is_said_once_a_life(void **state)
{
	(void)state;
	bring_to(SERVICE_READY);
	refusals_said = 0;
	service_look(&service);
	assert_false(service.refused);
	refusals = 3;
	service_look(&service);
	refusals = 9;
	service_look(&service);
	assert_true(service.refused);
	assert_int_equal(refusals_said, 1);
	refusals = 10;
	die();
	assert_int_equal(refusals_said, 1);
	expire();
	service_proceed(&service);
	become_ready();
	assert_false(service.refused);
	refusals = 11;
	die();
	assert_int_equal(refusals_said, 2);
	refusals = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_answers_every_event),
		cmocka_unit_test(a_start_that_fails_is_tried_again),
		cmocka_unit_test(who_is_never_ready_is_stopped_and_started_again),
		cmocka_unit_test(who_does_not_stop_is_killed_until_it_does),
		cmocka_unit_test(a_restart_comes_back),
		cmocka_unit_test(a_reload_is_a_signal_or_a_restart),
		cmocka_unit_test(a_reload_may_be_a_program),
		cmocka_unit_test(a_check_decides_about_a_start),
		cmocka_unit_test(a_check_decides_about_a_reload),
		cmocka_unit_test(only_its_own_process_says_ready),
		cmocka_unit_test(who_listens_is_ready),
		cmocka_unit_test(a_limit_that_is_reached_is_said_once_a_life),
	};

	return cmocka_run_group_tests_name("service", tests, NULL, NULL);
}
