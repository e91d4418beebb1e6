/* SPDX-License-Identifier: MIT */
#include "service.h"

#include "cgroup.h"
#include "log.h"
#include "notify.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_EVERY = 20 /* ms, for readiness */, CHECK_REFUSES = 1 /* exit code of a check */ };

enum service_event {
	EVENT_START,
	EVENT_PROCEED,
	EVENT_READY,
	EVENT_DIED,
	EVENT_TIMER,
	EVENT_STOP,
	EVENT_REFUSE,
	EVENT_COUNT,
};

static struct service *services;

static void service_event(struct service *service, enum service_event event);
static void on_checked(void *owner, int status);

/* What wakes a service up: each ends in an event. */

static void on_timer(void *owner)
{
	service_event(owner, EVENT_TIMER);
}

static void on_look(void *owner)
{
	struct service *service = owner;

	if (service_is_seen(service))
		service_event(service, EVENT_READY);
	else
		timer_set(&service->look, LOOK_EVERY, on_look, service);
}

static void on_running(void *owner)
{
	struct service *service = owner;

	if (service->plan->ready == READY_STARTED)
		service_event(service, EVENT_READY);
	else if (service->plan->ready >= READY_FILE) /* an old one is gone by now */
		timer_set(&service->look, LOOK_EVERY, on_look, service);
}

static void on_notify(pid_t pid)
{
	for (struct service *service = services; service != NULL; service = service->next)
		if (pid != 0 && service->child.pid == pid && service->plan->ready == READY_NOTIFY)
			service_event(service, EVENT_READY);
}

static void on_ready_fd(void *owner)
{
	struct service *service = owner;
	char text[64];
	ssize_t got = read(service->ready.fd, text, sizeof(text));

	if (got == -1 ? errno == EAGAIN : got > 0 && memchr(text, '\n', (size_t)got) == NULL)
		return;
	watch_close(&service->ready);
	if (got > 0)
		service_event(service, EVENT_READY);
}

static void on_ended(void *owner, int status)
{
	struct service *service = owner;
	char text[CHILD_STATUS];

	service_look(service);
	cgroup_kill(service->name); /* what it left behind must not be in its successor's way */
	log_line("%s %s (%s)", service->title,
	    service->state == SERVICE_STOPPING ? "stopped" : "died", child_status(status, text));
	service_event(service, EVENT_DIED);
}

/* Actions: each does what an event asks for and returns the next state. */

static enum service_state wait_again(struct service *service)
{
	(void)service;
	return SERVICE_WAITING;
}

static enum service_state rest(struct service *service)
{
	(void)service;
	return SERVICE_STOPPED;
}

static enum service_state fail(struct service *service)
{
	(void)service;
	return SERVICE_FAILED;
}

static enum service_state back_off_after(struct service *service, const struct child *child)
{
	int64_t delay = restart_after(&service->history, child->started, loop_now(), child->status);
	char text[LOG_SECONDS];

	log_line("%s: restarting in %s", service->title, log_seconds(delay, text));
	timer_set(&service->timer, delay, on_timer, service);
	return SERVICE_BACKING_OFF;
}

static enum service_state back_off(struct service *service)
{
	return back_off_after(service, &service->child);
}

static enum service_state launch(struct service *service)
{
	const struct service_plan *plan = service->plan;
	int ready = -1;
	int result = service_run(service, &service->child, plan->command.word, &ready);

	service->starts++;
	service->asked = false;
	service->refused = false;
	if (result == -1)
		return back_off(service);
	if (ready != -1 && watch_add(&service->ready, ready, EPOLLIN, on_ready_fd, service) == -1)
		close(ready); /* then the limit tells */
	timer_set(&service->timer, plan->ready_timeout, on_timer, service);
	return SERVICE_STARTING;
}

static enum service_state check_or_launch(struct service *service)
{
	if (service->plan->check.word[0] == NULL)
		return launch(service);
	return service_check(service) == 0 ? SERVICE_CHECKING
	                                   : back_off_after(service, &service->check);
}

/* The check before a start has ended. */
static enum service_state judge(struct service *service)
{
	int status = service->check.status;
	char text[CHILD_STATUS];

	if (status == 0)
		return launch(service);
	log_line("%s: its check fails (%s): it is not started", service->title,
	    child_status(status, text));
	return WIFEXITED(status) && WEXITSTATUS(status) == CHECK_REFUSES
	    ? SERVICE_FAILED
	    : back_off_after(service, &service->check);
}

static enum service_state leave_check(struct service *service)
{
	child_kill(&service->check, NULL);
	return SERVICE_STOPPED;
}

static enum service_state become_ready(struct service *service)
{
	char text[LOG_SECONDS];

	timer_stop(&service->timer);
	log_line("%s ready after %s", service->title,
	    log_seconds(loop_now() - service->child.started, text));
	return SERVICE_READY;
}

static enum service_state terminate(struct service *service)
{
	kill(service->child.pid, SIGTERM);
	kill(service->child.pid, SIGCONT); /* a stopped process hears nothing */
	timer_set(&service->timer, service->plan->stop_timeout, on_timer, service);
	return SERVICE_STOPPING;
}

static enum service_state give_up_waiting(struct service *service)
{
	char text[LOG_SECONDS];

	log_line("%s is not ready after %s, stopping it", service->title,
	    log_seconds(service->plan->ready_timeout, text));
	return terminate(service);
}

static enum service_state kill_all(struct service *service)
{
	log_line("%s does not stop, killed", service->title);
	child_kill(&service->child, service->name);
	timer_set(&service->timer, service->plan->stop_timeout, on_timer, service);
	return SERVICE_STOPPING;
}

static enum service_state end_of_stop(struct service *service)
{
	if (!service->wanted)
		return SERVICE_STOPPED;
	return service->asked ? SERVICE_WAITING : back_off(service);
}

typedef enum service_state action(struct service *service);

/* What is not listed here changes nothing; the unit test knows every field. */
static action *const table[SERVICE_STATE_COUNT][EVENT_COUNT] = {
	[SERVICE_WAITING] = {
		[EVENT_PROCEED] = check_or_launch,
		[EVENT_STOP] = rest,
		[EVENT_REFUSE] = fail,
	},
	[SERVICE_CHECKING] = {
		[EVENT_DIED] = judge,
		[EVENT_STOP] = leave_check,
	},
	[SERVICE_STARTING] = {
		[EVENT_READY] = become_ready,
		[EVENT_DIED] = back_off,
		[EVENT_TIMER] = give_up_waiting,
		[EVENT_STOP] = terminate,
	},
	[SERVICE_READY] = {
		[EVENT_DIED] = back_off,
		[EVENT_STOP] = terminate,
	},
	[SERVICE_BACKING_OFF] = {
		[EVENT_START] = wait_again,
		[EVENT_TIMER] = wait_again,
		[EVENT_STOP] = rest,
		[EVENT_REFUSE] = fail,
	},
	[SERVICE_FAILED] = {
		[EVENT_START] = wait_again,
		[EVENT_STOP] = rest,
	},
	[SERVICE_STOPPING] = {
		[EVENT_DIED] = end_of_stop,
		[EVENT_TIMER] = kill_all,
	},
	[SERVICE_STOPPED] = {
		[EVENT_START] = wait_again,
		[EVENT_REFUSE] = fail,
	},
};

/* The one place where a state changes. */
static void set_state(struct service *service, enum service_state state)
{
	if (state == service->state)
		return;
	service->state = state;
	service->since = loop_now();
	if (state != SERVICE_STARTING) {
		timer_stop(&service->look);
		watch_close(&service->ready);
	}
	if (state == SERVICE_WAITING || state == SERVICE_STOPPED || state == SERVICE_FAILED)
		timer_stop(&service->timer);
	service->changed(service->owner);
}

static void service_event(struct service *service, enum service_event event)
{
	action *act = table[service->state][event];

	if (act != NULL)
		set_state(service, act(service));
}

int service_open(void)
{
	return notify_open(on_notify);
}

void service_add(struct service *service)
{
	service->state = SERVICE_STOPPED;
	service->since = loop_now();
	snprintf(service->child.name, sizeof(service->child.name), "%s", service->name);
	service->child.running = on_running;
	service->child.ended = on_ended;
	service->child.owner = service;
	snprintf(service->check.name, sizeof(service->check.name), "%s.check", service->name);
	service->check.ended = on_checked;
	service->check.owner = service;
	service->next = services;
	services = service;
}

void service_start(struct service *service)
{
	service->wanted = true;
	service_event(service, EVENT_START);
}

void service_proceed(struct service *service)
{
	service_event(service, EVENT_PROCEED);
}

void service_stop(struct service *service)
{
	service->wanted = false;
	service_event(service, EVENT_STOP);
}

void service_stop_all(void)
{
	for (struct service *service = services; service != NULL; service = service->next)
		service_stop(service);
}

void service_refuse(struct service *service)
{
	service_event(service, EVENT_REFUSE);
}

void service_restart(struct service *service)
{
	service->check_again = service->check.pid != 0;
	service->wanted = true;
	service->asked = service->child.pid != 0;
	service_event(service, service->child.pid != 0 ? EVENT_STOP : EVENT_START);
}

static void reload_now(struct service *service)
{
	if (service->child.pid != 0 && service->plan->reload.word[0] != NULL)
		service_run_reload(service);
	else if (service->child.pid == 0 || service->plan->reload_signal == 0)
		service_restart(service);
	else
		kill(service->child.pid, service->plan->reload_signal);
}

static void on_checked(void *owner, int status)
{
	struct service *service = owner;
	char text[CHILD_STATUS];

	if (service->check_again && service_check(service) == 0) {
		service->check_again = false;
	} else if (service->state == SERVICE_CHECKING) {
		service_event(service, EVENT_DIED);
	} else if (service->state == SERVICE_READY) { /* else it has read its settings anew */
		if (status == 0)
			reload_now(service);
		else
			log_line("%s: its check fails (%s): it goes on as it was", service->title,
			    child_status(status, text));
	}
}

void service_reload(struct service *service)
{
	service->check_again = service->check.pid != 0;
	if (service->child.pid == 0 || service->plan->check.word[0] == NULL)
		reload_now(service);
	else if (!service->check_again)
		service_check(service);
}

bool service_is_active(const struct service *service)
{
	return service->state != SERVICE_STOPPED && service->state != SERVICE_FAILED;
}

const char *service_state_name(enum service_state state)
{
	static const char *const names[] = {
		[SERVICE_WAITING] = "waiting",
		[SERVICE_CHECKING] = "checking",
		[SERVICE_STARTING] = "starting",
		[SERVICE_READY] = "ready",
		[SERVICE_BACKING_OFF] = "backing-off",
		[SERVICE_FAILED] = "failed",
		[SERVICE_STOPPING] = "stopping",
		[SERVICE_STOPPED] = "stopped",
	};
	static_assert(sizeof(names) / sizeof(names[0]) == SERVICE_STATE_COUNT,
	    "each state has a name");

	return names[state];
}
