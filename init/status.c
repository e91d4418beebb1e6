/* SPDX-License-Identifier: MIT */
#include "status.h"

#include "clock.h"
#include "data.h"
#include "role.h"
#include "watchdog.h"

#include <stdarg.h>
#include <stdio.h>

/* Where the text grows; what does not fit is cut. */
struct page {
	char *text;
	size_t size;
	size_t used;
};

static void put(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct page *page, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(page->text + page->used, page->size - page->used, format, arguments);
	va_end(arguments);
	if (length > 0)
		page->used += (size_t)length;
	if (page->used >= page->size)
		page->used = page->size - 1;
}

static const char *yes(bool is_so)
{
	return is_so ? "yes" : "no";
}

static long long since(int64_t time)
{
	return (long long)(loop_now() - time);
}

/* The deaths that are remembered, the newest first. */
static void put_deaths(struct page *page, const struct restart_history *history)
{
	unsigned known = history->count < RESTART_DEATHS ? history->count : RESTART_DEATHS;

	for (unsigned i = 1; i <= known; i++) {
		const struct restart_death *death =
		    &history->deaths[(history->count - i) % RESTART_DEATHS];

		put(page, "death ago=%lld lived=%lld exit=%d\n", since(death->time),
		    (long long)death->lived, death->status);
	}
}

static void put_role(struct page *page, struct role *role)
{
	put(page, "role name=%s system=%s state=%s\n", role->plan->name, yes(role->plan->system),
	    service_state_name(role_state(role)));
	for (size_t i = 0; i < role->plan->service_count; i++) {
		struct service *service = &role->services[i];

		service_look(service);
		put(page,
		    "service name=%s title=%s state=%s pid=%d restarts=%u since=%lld loop=%s "
		    "check=%d refused=%lu limit=%u\n",
		    service->plan->name, service->name, service_state_name(service->state),
		    (int)service->child.pid, service->starts > 0 ? service->starts - 1 : 0,
		    since(service->since), yes(restart_is_loop(&service->history)),
		    service->check.status, service->refusals,
		    service->refused ? service->plan->processes : 0);
		put_deaths(page, &service->history);
	}
}

size_t status_write(char *text, size_t size)
{
	struct page page = { text, size, 0 };

	put(&page, "machine uptime=%lld ready=%s clock=%s\n", since(0), yes(roles_ready()),
	    clock_trust());
	put(&page, "watchdog text=%s\n", watchdog_names());
	put(&page, "data kind=%s persistent=%s\n", data_kind(), yes(data_is_persistent()));
	for (size_t i = 0; i < role_count(); i++)
		put_role(&page, role_at(i));
	return page.used;
}
