/* SPDX-License-Identifier: MIT */
/*
 * loop - the event loop: file descriptors and timers, one event at a time.
 *
 * A watch or a timer is a member of the object it serves, so nothing is allocated. A
 * callback may remove or free any watch or timer, its own too: the loop asks the kernel
 * for a single event a turn and holds no list of events that could be stale. epoll
 * hands out ready descriptors in turn, so one that is always ready starves no other.
 * Timers that are due run before descriptors.
 */
#ifndef WHIT_LOOP_H
#define WHIT_LOOP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>

struct timer {
	struct timer *next; /* in the list of running timers */
	bool running;
	int64_t due; /* of loop_now() */
	void (*expired)(void *owner);
	void *owner;
};

struct watch {
	int fd; /* owned by whoever made the watch; -1 when none */
	uint32_t events;
	void (*ready)(void *owner);
	void *owner;
	struct timer rest; /* runs while it is not watched */
};

/* Milliseconds of CLOCK_MONOTONIC. */
int64_t loop_now(void);

/* Must be called first; the one thing here that may fail for good. */
int loop_open(void);

/* Calls ready(owner) whenever fd has one of events (EPOLLIN ...), or an error. */
int watch_add(struct watch *watch, int fd, uint32_t events, void (*ready)(void *), void *owner);

/* Looks away for so many milliseconds: whoever floods fd costs no more than that lets him. */
void watch_rest(struct watch *watch, int64_t milliseconds);

/* Stops watching and closes the descriptor. Does nothing without one. */
void watch_close(struct watch *watch);

/* Calls expired(owner) once after delay milliseconds; replaces an earlier setting. */
void timer_set(struct timer *timer, int64_t delay, void (*expired)(void *), void *owner);

void timer_stop(struct timer *timer);

/* Serves the timers that are due and one event. It waits for one only when no timer was due. */
void loop_turn(void);

#endif
