/* SPDX-License-Identifier: MIT
 *
 * event2/event.h by poll(2).
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

#include "event2/event.h"

struct event {
	event_callback_fn callback; /* NULL: free */
	void *argument;
	int fd;
	int waits;
};

enum { EVENTS = 4 }; /* the pipe, its successor while it is opened anew, and the watch of its folder */

static struct event events[EVENTS];
static struct event_base {
	volatile sig_atomic_t ends;
} only;

struct event_base *event_base_new(void)
{
	return &only;
}

void event_base_free(struct event_base *base)
{
	(void)base;
}

int event_base_loopexit(struct event_base *base, const struct timeval *when)
{
	(void)when;
	base->ends = 1;
	return 0;
}

struct event *event_new(struct event_base *base, int fd, short what, event_callback_fn callback, void *argument)
{
	(void)base, (void)what;
	for (size_t i = 0; i < EVENTS; i++) {
		if (events[i].callback != NULL)
			continue;
		events[i] = (struct event){ .callback = callback, .argument = argument, .fd = fd };
		return &events[i];
	}
	return NULL;
}

int event_initialized(const struct event *event)
{
	return event->callback != NULL;
}

int event_add(struct event *event, const struct timeval *timeout)
{
	(void)timeout;
	event->waits = 1;
	return 0;
}

int event_del(struct event *event)
{
	event->waits = 0;
	return 0;
}

void event_free(struct event *event)
{
	*event = (struct event){ 0 };
}

int event_base_dispatch(struct event_base *base)
{
	sigset_t blocked, before;

	/* A signal that comes between the question and the wait must end the wait. */
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	while (!base->ends) {
		struct pollfd fds[EVENTS];

		for (size_t i = 0; i < EVENTS; i++)
			fds[i] = (struct pollfd){ .fd = events[i].waits ? events[i].fd : -1, .events = POLLIN };
		if (ppoll(fds, EVENTS, NULL, &before) == -1 && errno != EINTR)
			return -1;
		for (size_t i = 0; i < EVENTS && !base->ends; i++) {
			if (fds[i].revents == 0 || fds[i].fd != events[i].fd || !events[i].waits)
				continue;
			/* The pipe of a server that has stopped is at its end: the folder tells of the next one. */
			events[i].waits = 0;
			if ((fds[i].revents & POLLIN) != 0)
				events[i].callback(events[i].fd, EV_READ, events[i].argument);
		}
	}
	return 0;
}
