/* SPDX-License-Identifier: MIT
 *
 * What nfsdcld uses of libevent: a loop over two descriptors, each waited for once until it is added again.
 */
#ifndef WHIT_EVENT_H
#define WHIT_EVENT_H

#define EV_READ 0x02

struct event;
struct event_base;
struct timeval;
typedef void (*event_callback_fn)(int fd, short what, void *argument);

struct event_base *event_base_new(void);
void event_base_free(struct event_base *base);

/* Until event_base_loopexit(), which a signal handler may call. -1 when it cannot wait. */
int event_base_dispatch(struct event_base *base);
int event_base_loopexit(struct event_base *base, const struct timeval *when);

/* NULL when there is no room. */
struct event *event_new(struct event_base *base, int fd, short what, event_callback_fn callback, void *argument);
int event_initialized(const struct event *event);
int event_add(struct event *event, const struct timeval *timeout);
int event_del(struct event *event);
void event_free(struct event *event);

#endif
