/* SPDX-License-Identifier: MIT */
#include "status.h"

#include "clock.h"
#include "data.h"
#include "fact.h"
#include "io.h"
#include "log.h"
#include "role.h"
#include "room.h"
#include "watchdog.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char version[128];
static int64_t made;

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
	const struct room *room;

	put(&page, "machine uptime=%lld ready=%s clock=%s\n", since(0), yes(roles_ready()),
	    clock_trust_name(clock_trust()));
	put(&page, "watchdog text=%s\n", watchdog_names());
	put(&page, "data kind=%s persistent=%s\n", data_kind(), yes(data_is_persistent()));
	for (size_t i = 0; (room = room_at(i)) != NULL; i++)
		put(&page, "room name=%s left=%llu whole=%llu level=%s\n", room->name,
		    (unsigned long long)room->left, (unsigned long long)room->whole,
		    room_level_name(room->level));
	for (size_t i = 0; i < role_count(); i++)
		put_role(&page, role_at(i));
	return page.used;
}

/* The value of a line `KEY = VALUE` of text. */
static void read_value(const char *text, const char *key, const char *fallback, char value[64])
{
	char line[FACT_LINE];

	snprintf(value, 64, "%s", fallback);
	while (fact_next(&text, line))
		if (fact_is(line, key) && strncmp(line + strlen(key), " = ", 3) == 0)
			snprintf(value, 64, "%s", line + strlen(key) + 3);
}

void status_open(void)
{
	char text[1024] = "";
	char value[64];
	char platform[64];

	if (io_read_file("/etc/whit/build", text, sizeof(text)) == -1)
		log_line("whit: /etc/whit/build: %m");
	read_value(text, "profile", "", value);
	if (strcmp(value, "debug") == 0)
		log_line("*** THIS IS A DEBUG IMAGE: anyone at its console is root ***");
	read_value(text, "epoch", "0", value);
	made = strtoll(value, NULL, 10);
	read_value(text, "version", "unknown", value);
	read_value(text, "platform", "unknown", platform);
	snprintf(version, sizeof(version), "whit %s (%.32s)", value, platform);
}

const char *status_version(void)
{
	return version;
}

int64_t status_made(void)
{
	return made;
}
