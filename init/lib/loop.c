/* SPDX-License-Identifier: MIT */
#include "loop.h"

#include <errno.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

enum { LONGEST_WAIT = 60 * 1000 }; /* ms; no wait is for ever */

static int epoll = -1;
static struct timer *timers;

int64_t loop_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int loop_open(void)
{
	epoll = epoll_create1(EPOLL_CLOEXEC);
	return epoll == -1 ? -1 : 0;
}

static int resume(struct watch *watch)
{
	struct epoll_event event = { .events = watch->events, .data.ptr = watch };

	return epoll_ctl(epoll, EPOLL_CTL_ADD, watch->fd, &event);
}

int watch_add(struct watch *watch, int fd, uint32_t events, void (*ready)(void *), void *owner)
{
	*watch = (struct watch){ .fd = fd, .events = events, .ready = ready, .owner = owner };
	if (resume(watch) == -1)
		watch->fd = -1;
	return watch->fd == -1 ? -1 : 0;
}

static void on_rested(void *owner)
{
	if (resume(owner) == -1)
		watch_rest(owner, LONGEST_WAIT / 1000);
}

void watch_rest(struct watch *watch, int64_t milliseconds)
{
	epoll_ctl(epoll, EPOLL_CTL_DEL, watch->fd, NULL);
	timer_set(&watch->rest, milliseconds, on_rested, watch);
}

void watch_close(struct watch *watch)
{
	if (watch->ready == NULL || watch->fd == -1)
		return;
	timer_stop(&watch->rest);
	epoll_ctl(epoll, EPOLL_CTL_DEL, watch->fd, NULL);
	close(watch->fd);
	watch->fd = -1;
}

void timer_set(struct timer *timer, int64_t delay, void (*expired)(void *), void *owner)
{
	timer_stop(timer);
	*timer = (struct timer){
		.next = timers,
		.running = true,
		.due = loop_now() + (delay > 0 ? delay : 1), /* 1: never due in this turn */
		.expired = expired,
		.owner = owner,
	};
	timers = timer;
}

void timer_stop(struct timer *timer)
{
	if (!timer->running)
		return;
	for (struct timer **link = &timers; *link != NULL; link = &(*link)->next) {
		if (*link == timer) {
			*link = timer->next;
			break;
		}
	}
	timer->running = false;
}

static struct timer *earliest(void)
{
	struct timer *found = timers;

	for (struct timer *timer = timers; timer != NULL; timer = timer->next)
		if (timer->due < found->due)
			found = timer;
	return found;
}

/* Runs what is due, each timer once, and returns how long nothing will be; 0 when something was: who turns the
 * loop sees at once what it has done. */
static int run_timers(void)
{
	int64_t now = loop_now();
	int64_t wait = LONGEST_WAIT;
	struct timer *timer;

	while ((timer = earliest()) != NULL && timer->due <= now) {
		timer_stop(timer);
		timer->expired(timer->owner);
		wait = 0;
	}
	if (timer != NULL && timer->due - now < wait)
		wait = timer->due - now;
	return (int)wait;
}

void loop_turn(void)
{
	struct epoll_event event;
	int wait = run_timers();

	if (epoll_wait(epoll, &event, 1, wait) == 1) {
		struct watch *watch = event.data.ptr;

		watch->ready(watch->owner);
	}
}
