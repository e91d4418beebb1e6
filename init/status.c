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
#include <time.h>
#include <unistd.h>

#define LAST_RUN "/run/whit/last-run" /* a line, by slot/mount-data.c */

enum { TIME = 32, LAST_RUN_MAX = 256 };

static struct {
	char version[64];
	char platform[32];
	char line[128];
	int64_t made;
} build;

static char network[16 * 1024]; /* what the network's own program says of it, a fact a line */

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

/* A JSON string, RFC 8259 section 7. All our texts are ASCII; anything else is masked. */
static void put_string(struct page *page, const char *text)
{
	put(page, "\"");
	for (; *text != '\0'; text++)
		put(page, "%s%c", *text == '"' || *text == '\\' ? "\\" : "",
		    *text >= ' ' && *text <= '~' ? *text : '?');
	put(page, "\"");
}

static void put_pair(struct page *page, const char *key, const char *value, const char *after)
{
	put(page, "\"%s\":", key);
	put_string(page, value);
	put(page, "%s", after);
}

static const char *last_exit(const struct service *service, char text[CHILD_STATUS])
{
	const struct restart_death *death = restart_last(&service->history);

	return death == NULL ? "" : child_status(death->status, text);
}

static unsigned restarts(const struct service *service)
{
	return service->starts > 0 ? service->starts - 1 : 0;
}

static long long seconds_since(int64_t time)
{
	return (long long)(loop_now() - time) / 1000;
}

/* Now, as RFC 3339 has it. */
static const char *time_text(char text[TIME])
{
	time_t now = time(NULL);
	struct tm parts;

	gmtime_r(&now, &parts);
	strftime(text, TIME, "%Y-%m-%dT%H:%M:%SZ", &parts);
	return text;
}

/* How the run before this one ended. */
static const char *last_run(char text[LAST_RUN_MAX])
{
	if (io_read_file(LAST_RUN, text, LAST_RUN_MAX) == -1)
		snprintf(text, LAST_RUN_MAX, "unknown");
	text[strcspn(text, "\n")] = '\0';
	return text;
}

/* JSON */

/* The addresses of a card, each between two texts. */
static void put_addresses(struct page *page, const char *card, const char *before,
    const char *after, const char *between)
{
	const char *rest = network;
	const char *gap = "";
	char line[FACT_LINE];
	char value[FACT_LINE];

	while (fact_next(&rest, line)) {
		if (!fact_is(line, "address") || strcmp(fact_value(line, "card", value), card) != 0)
			continue;
		put(page, "%s%s%s%s", gap, before, fact_value(line, "address", value), after);
		gap = between;
	}
}

static void put_json_cards(struct page *page)
{
	const char *rest = network;
	const char *comma = "";
	char line[FACT_LINE];
	char value[FACT_LINE];

	while (fact_next(&rest, line)) {
		if (!fact_is(line, "card"))
			continue;
		put(page, "%s{", comma);
		put_pair(page, "name", fact_value(line, "card", value), ",");
		put_pair(page, "state", fact_value(line, "state", value), ",");
		put(page, "\"addresses\":[");
		put_addresses(page, fact_value(line, "card", value), "\"", "\"", ",");
		put(page, "]}");
		comma = ",";
	}
}

/* The deaths that are remembered, the newest first. */
static void put_json_deaths(struct page *page, const struct restart_history *history)
{
	char text[CHILD_STATUS];
	unsigned known = history->count < RESTART_DEATHS ? history->count : RESTART_DEATHS;

	put(page, "\"crash_loop\":%s,\"deaths\":[", restart_is_loop(history) ? "true" : "false");
	for (unsigned i = 1; i <= known; i++) {
		const struct restart_death *death =
		    &history->deaths[(history->count - i) % RESTART_DEATHS];

		put(page, "%s{\"ago_seconds\":%lld,\"lived_seconds\":%lld,", i == 1 ? "" : ",",
		    seconds_since(death->time), (long long)death->lived / 1000);
		put_pair(page, "exit", child_status(death->status, text), "}");
	}
	put(page, "],");
}

static void put_json_service(struct page *page, const struct service *service)
{
	char text[CHILD_STATUS];

	put(page, "{");
	put_pair(page, "name", service->plan->name, ",");
	put_pair(page, "state", service_state_name(service->state), ",");
	put(page, "\"pid\":%d,\"restarts\":%u,\"since_seconds\":%lld,", (int)service->child.pid,
	    restarts(service), seconds_since(service->since));
	put_json_deaths(page, &service->history);
	put_pair(page, "last_exit", last_exit(service, text), "}");
}

/* The roles, or the system's own services. */
static void put_json_roles(struct page *page, bool system)
{
	const char *comma = "";

	for (size_t i = 0; i < role_count(); i++) {
		const struct role *role = role_at(i);

		if (role->plan->system != system)
			continue;
		put(page, "%s{", comma);
		comma = ",";
		put_pair(page, "name", role->plan->name, ",");
		put_pair(page, "state", service_state_name(role_state(role)), ",");
		put(page, "\"services\":[");
		for (size_t j = 0; j < role->plan->service_count; j++) {
			put(page, "%s", j == 0 ? "" : ",");
			put_json_service(page, &role->services[j]);
		}
		put(page, "]}");
	}
}

static void put_json_rooms(struct page *page)
{
	const struct room *room;

	for (size_t i = 0; (room = room_at(i)) != NULL; i++) {
		put(page, "%s{", i == 0 ? "" : ",");
		put_pair(page, "name", room->name, ",");
		put(page, "\"left_bytes\":%llu,\"total_bytes\":%llu,",
		    (unsigned long long)room->left, (unsigned long long)room->whole);
		put_pair(page, "level", room_level_name(room->level), "}");
	}
}

static void put_json(struct page *page, const char *hostname)
{
	char time[TIME];
	char text[LAST_RUN_MAX];

	put(page, "{");
	put_pair(page, "version", build.version, ",");
	put_pair(page, "hostname", hostname, ",");
	put(page, "\"uptime_seconds\":%lld,", seconds_since(0));
	put_pair(page, "platform", build.platform, ",");
	put(page, "\"clock\":{");
	put_pair(page, "time", time_text(time), ",");
	put_pair(page, "trust", clock_trust_name(clock_trust()), "},");
	put_pair(page, "watchdog", watchdog_names(), ",");
	put_pair(page, "last_run", last_run(text), ",");
	put(page, "\"room\":[");
	put_json_rooms(page);
	put(page, "],\"data\":{");
	put_pair(page, "kind", data_kind(), ",");
	put(page, "\"persistent\":%s},\"network\":[", data_is_persistent() ? "true" : "false");
	put_json_cards(page);
	put(page, "],\"system\":[");
	put_json_roles(page, true);
	put(page, "],\"roles\":[");
	put_json_roles(page, false);
	put(page, "],\"ready\":%s}\n", roles_ready() ? "true" : "false");
}

/* Text */

static void put_text_service(struct page *page, const struct service *service)
{
	char text[CHILD_STATUS];

	put(page, "%-20s %-12s %6d %8u %7lld s  %s%s\n", service->name,
	    service_state_name(service->state), (int)service->child.pid, restarts(service),
	    seconds_since(service->since), last_exit(service, text),
	    restart_is_loop(&service->history) ? ", again and again" : "");
}

static void put_text_cards(struct page *page)
{
	const char *rest = network;
	char line[FACT_LINE];
	char value[FACT_LINE];

	while (fact_next(&rest, line)) {
		if (!fact_is(line, "card"))
			continue;
		put(page, "net: %s:", fact_value(line, "card", value));
		put(page, " %s", fact_value(line, "state", value));
		put_addresses(page, fact_value(line, "card", value), " ", "", "");
		put(page, "\n");
	}
}

static void put_text(struct page *page, const char *hostname)
{
	const struct room *room;
	char last[LAST_RUN_MAX];
	char time[TIME];

	put(page, "%s: %s, up %lld s, %s\n", hostname, build.line, seconds_since(0),
	    roles_ready() ? "ready" : "not ready");
	put(page, "clock: %s (%s), watchdog: %s\n", time_text(time),
	    clock_trust_name(clock_trust()), watchdog_names());
	put(page, "last run: %s\n", last_run(last));
	for (size_t i = 0; (room = room_at(i)) != NULL; i++)
		put(page, "room: %s: %llu of %llu MiB are left%s\n", room->name,
		    (unsigned long long)room->left >> 20, (unsigned long long)room->whole >> 20,
		    room->level == ROOM_ENOUGH ? "" : ": it runs short");
	put(page, "data: %s (%s)\n", data_kind(),
	    data_is_persistent() ? "kept" : "lost at the next boot");
	put_text_cards(page);
	put(page, "%-20s %-12s %6s %8s %9s  %s\n", "SERVICE", "STATE", "PID", "RESTARTS", "SINCE",
	    "LAST EXIT");
	for (size_t i = 0; i < role_count(); i++)
		for (size_t j = 0; j < role_at(i)->plan->service_count; j++)
			put_text_service(page, &role_at(i)->services[j]);
}

size_t status_write(char *text, size_t size, bool json)
{
	struct page page = { text, size, 0 };
	char hostname[65] = "";

	gethostname(hostname, sizeof(hostname) - 1);
	if (io_read_file("/run/net/state", network, sizeof(network)) == -1)
		network[0] = '\0'; /* nothing is known of it yet */
	if (json)
		put_json(&page, hostname);
	else
		put_text(&page, hostname);
	return page.used;
}

/* The value of a line `KEY = VALUE` of text. */
static void read_value(const char *text, const char *key, const char *fallback, char *value,
    size_t size)
{
	char line[FACT_LINE];

	snprintf(value, size, "%s", fallback);
	while (fact_next(&text, line))
		if (fact_is(line, key) && strncmp(line + strlen(key), " = ", 3) == 0)
			snprintf(value, size, "%s", line + strlen(key) + 3);
}

void status_open(void)
{
	char text[1024] = "";
	char value[32];

	if (io_read_file("/etc/whit/build", text, sizeof(text)) == -1)
		log_line("whit: /etc/whit/build: %m");
	read_value(text, "version", "unknown", build.version, sizeof(build.version));
	read_value(text, "platform", "unknown", build.platform, sizeof(build.platform));
	read_value(text, "profile", "", value, sizeof(value));
	if (strcmp(value, "debug") == 0)
		log_line("*** THIS IS A DEBUG IMAGE: anyone at its console is root ***");
	read_value(text, "epoch", "0", value, sizeof(value));
	build.made = strtoll(value, NULL, 10);
	snprintf(build.line, sizeof(build.line), "whit %s (%s)", build.version, build.platform);
}

const char *status_version(void)
{
	return build.line;
}

int64_t status_made(void)
{
	return build.made;
}
