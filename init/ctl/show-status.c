/* SPDX-License-Identifier: MIT */
#include "show-status.h"

#include "../log/room.h"
#include "child-status.h"
#include "cleanup.h"
#include "fact.h"
#include "io.h"
#include "json.h"
#include "text-values.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BUILD "/etc/whit/build"
#define LAST_RUN "/run/whit/last-run" /* a line, by slot/mount-data.c */
#define NETWORK "/run/net/state"      /* a fact a line, by net/ */

enum { TIME = 32, ROOMS = 2 };

/* What init does not know. */
static struct {
	char version[FACT_LINE];
	char platform[FACT_LINE];
	char hostname[65];
	char last_run[FACT_LINE]; /* how the run before this one ended */
	char time[TIME];          /* now, as RFC 3339 has it */
	char network[16 * 1024];
	struct room room[ROOMS]; /* of 0 bytes: not known */
} more;

static const char *const room_names[] = { "/data", "memory" };

/* The value of a line `KEY = VALUE` of text. */
static void read_value(const char *text, const char *key, char value[FACT_LINE])
{
	char line[FACT_LINE];

	snprintf(value, FACT_LINE, "unknown");
	while (fact_next(&text, line))
		if (fact_is(line, key) && strncmp(line + strlen(key), " = ", 3) == 0)
			snprintf(value, FACT_LINE, "%s", line + strlen(key) + 3);
}

/* What is left of /data and, unless this is a container, of memory. */
static void read_rooms(bool container)
{
	autoclose int meminfo = container ? -1 : open("/proc/meminfo", O_RDONLY | O_CLOEXEC);

	room_of_files(room_names[0], &more.room[0]);
	if (meminfo != -1 && room_of_memory(meminfo, &more.room[1]) == -1)
		more.room[1].whole = 0;
}

static const char *level_of(const struct room *room)
{
	return room_level_name(room_judge(ROOM_ENOUGH, room->left, room->whole));
}

static void read_more(void)
{
	time_t now = time(NULL);
	char text[1024] = "";
	struct tm parts;

	io_read_file(BUILD, text, sizeof(text));
	read_value(text, "version", more.version);
	read_value(text, "platform", more.platform);
	gethostname(more.hostname, sizeof(more.hostname) - 1);
	if (io_read_file(LAST_RUN, more.last_run, sizeof(more.last_run)) == -1)
		strcpy(more.last_run, "unknown");
	more.last_run[strcspn(more.last_run, "\n")] = '\0';
	text_make_printable(more.last_run);
	gmtime_r(&now, &parts);
	strftime(more.time, TIME, "%Y-%m-%dT%H:%M:%SZ", &parts);
	if (io_read_file(NETWORK, more.network, sizeof(more.network)) == -1)
		more.network[0] = '\0'; /* nothing is known of it yet */
}

/* The first fact of this kind into line; "" when there is none. */
static const char *find(const char *facts, const char *fact, char line[FACT_LINE])
{
	while (fact_next(&facts, line))
		if (fact_is(line, fact))
			return line;
	line[0] = '\0';
	return line;
}

static long long number(const char *line, const char *key)
{
	char value[FACT_LINE];

	return strtoll(fact_value(line, key, value), NULL, 10);
}

static bool is_yes(const char *line, const char *key)
{
	char value[FACT_LINE];

	return strcmp(fact_value(line, key, value), "yes") == 0;
}

/* `text=`, with its blanks, to the end of the line. */
static const char *rest_of(const char *line)
{
	const char *text = strstr(line, " text=");

	return text == NULL ? "" : text + strlen(" text=");
}

/* How a service died last, if the next line says that it did. */
static const char *last_exit(const char *next, char text[CHILD_STATUS])
{
	char line[FACT_LINE];

	if (!fact_next(&next, line) || !fact_is(line, "death"))
		return "";
	return child_status((int)number(line, "exit"), text);
}

/* How its last check ended, if that was against it. */
static const char *failed_check(const char *line, char text[CHILD_STATUS])
{
	int status = (int)number(line, "check");

	text[0] = '\0';
	return status == 0 ? text : child_status(status, text);
}

/* The addresses of a card, each between two texts. */
static void print_addresses(const char *card, const char *before, const char *after,
    const char *between)
{
	const char *rest = more.network;
	const char *gap = "";
	char line[FACT_LINE];
	char value[FACT_LINE];

	while (fact_next(&rest, line)) {
		if (!fact_is(line, "address") || strcmp(fact_value(line, "card", value), card) != 0)
			continue;
		printf("%s%s%s%s", gap, before, fact_value(line, "address", value), after);
		gap = between;
	}
}

/* JSON */

static void print_pair(const char *key, const char *value, const char *after)
{
	printf("\"%s\":", key);
	json_string(value, strlen(value));
	fputs(after, stdout);
}

/* The value that a fact has for its key, under the name `name`. */
static void print_value(const char *line, const char *key, const char *name, const char *after)
{
	char value[FACT_LINE];

	print_pair(name, fact_value(line, key, value), after);
}

static const char *boolean(const char *line, const char *key)
{
	return is_yes(line, key) ? "true" : "false";
}

static void print_json_cards(void)
{
	const char *rest = more.network;
	const char *comma = "";
	char line[FACT_LINE];
	char card[FACT_LINE];

	while (fact_next(&rest, line)) {
		if (!fact_is(line, "card"))
			continue;
		printf("%s{", comma);
		print_pair("name", fact_value(line, "card", card), ",");
		print_value(line, "state", "state", ",");
		fputs("\"addresses\":[", stdout);
		print_addresses(card, "\"", "\"", ",");
		fputs("]}", stdout);
		comma = ",";
	}
}

static void print_json_rooms(void)
{
	const char *comma = "";

	for (size_t i = 0; i < ROOMS; i++) {
		const struct room *room = &more.room[i];

		if (room->whole == 0)
			continue;
		printf("%s{\"name\":\"%s\",\"left_bytes\":%llu,\"total_bytes\":%llu,", comma,
		    room_names[i], (unsigned long long)room->left, (unsigned long long)room->whole);
		print_pair("level", level_of(room), "}");
		comma = ",";
	}
}

/* A service; returns what stands behind it and its deaths. */
static const char *print_json_service(const char *line, const char *next)
{
	char text[CHILD_STATUS];
	char death[FACT_LINE];
	const char *comma = "";
	const char *rest = next;

	putchar('{');
	print_value(line, "name", "name", ",");
	print_value(line, "state", "state", ",");
	printf("\"pid\":%lld,\"restarts\":%lld,\"since_seconds\":%lld,\"crash_loop\":%s,",
	    number(line, "pid"), number(line, "restarts"), number(line, "since") / 1000,
	    boolean(line, "loop"));
	printf("\"at_process_limit\":%s,\"processes_refused\":%lld,",
	    number(line, "limit") > 0 ? "true" : "false", number(line, "refused"));
	print_pair("check", failed_check(line, text), ",");
	print_pair("last_exit", last_exit(next, text), ",\"deaths\":[");
	while (fact_next(&rest, death) && fact_is(death, "death")) {
		printf("%s{\"ago_seconds\":%lld,\"lived_seconds\":%lld,", comma,
		    number(death, "ago") / 1000, number(death, "lived") / 1000);
		print_pair("exit", child_status((int)number(death, "exit"), text), "}");
		comma = ",";
		next = rest;
	}
	fputs("]}", stdout);
	return next;
}

/* The roles, or the system's own services. */
static void print_json_roles(const char *facts, bool system)
{
	const char *gap = "";   /* before a role */
	const char *comma = ""; /* before a service */
	const char *end = "";   /* of the role that is open */
	char line[FACT_LINE];
	bool wanted = false;

	while (fact_next(&facts, line)) {
		if (fact_is(line, "role")) {
			fputs(end, stdout);
			end = "";
			wanted = is_yes(line, "system") == system;
			if (!wanted)
				continue;
			printf("%s{", gap);
			print_value(line, "name", "name", ",");
			print_value(line, "state", "state", ",\"services\":[");
			gap = ",";
			comma = "";
			end = "]}";
		} else if (fact_is(line, "service") && wanted) {
			fputs(comma, stdout);
			facts = print_json_service(line, facts);
			comma = ",";
		}
	}
	fputs(end, stdout);
}

static void print_json(const char *facts)
{
	char machine[FACT_LINE];
	char line[FACT_LINE];

	find(facts, "machine", machine);
	putchar('{');
	print_pair("version", more.version, ",");
	print_pair("hostname", more.hostname, ",");
	printf("\"uptime_seconds\":%lld,", number(machine, "uptime") / 1000);
	print_pair("platform", more.platform, ",\"clock\":{");
	print_pair("time", more.time, ",");
	print_value(machine, "clock", "trust", "},");
	print_pair("watchdog", rest_of(find(facts, "watchdog", line)), ",");
	print_pair("last_run", more.last_run, ",\"room\":[");
	print_json_rooms();
	fputs("],\"data\":{", stdout);
	print_value(find(facts, "data", line), "kind", "kind", ",");
	printf("\"persistent\":%s},\"network\":[", boolean(line, "persistent"));
	print_json_cards();
	fputs("],\"system\":[", stdout);
	print_json_roles(facts, true);
	fputs("],\"roles\":[", stdout);
	print_json_roles(facts, false);
	printf("],\"ready\":%s}\n", boolean(machine, "ready"));
}

/* Text */

static void print_cards(void)
{
	const char *rest = more.network;
	char line[FACT_LINE];
	char card[FACT_LINE];
	char value[FACT_LINE];

	while (fact_next(&rest, line)) {
		if (!fact_is(line, "card"))
			continue;
		printf("net: %s: %s", fact_value(line, "card", card),
		    fact_value(line, "state", value));
		print_addresses(card, " ", "", "");
		putchar('\n');
	}
}

static void print_rooms(void)
{
	for (size_t i = 0; i < ROOMS; i++) {
		const struct room *room = &more.room[i];

		if (room->whole == 0)
			continue;
		printf("room: %s: %llu of %llu MiB are left%s\n", room_names[i],
		    (unsigned long long)room->left >> 20, (unsigned long long)room->whole >> 20,
		    strcmp(level_of(room), "enough") == 0 ? "" : ": it runs short");
	}
}

static void print_services(const char *facts)
{
	char line[FACT_LINE];
	char title[FACT_LINE];
	char state[FACT_LINE];
	char text[CHILD_STATUS] = "";

	printf("%-20s %-12s %6s %8s %9s  %s\n", "SERVICE", "STATE", "PID", "RESTARTS", "SINCE",
	    "LAST EXIT");
	while (fact_next(&facts, line)) {
		if (!fact_is(line, "service"))
			continue;
		printf("%-20s %-12s %6lld %8lld %7lld s  %s%s", fact_value(line, "title", title),
		    fact_value(line, "state", state), number(line, "pid"), number(line, "restarts"),
		    number(line, "since") / 1000, last_exit(facts, text),
		    is_yes(line, "loop") ? ", again and again" : "");
		printf("%s%s",
		    failed_check(line, text)[0] == '\0' ? "" : " its check fails: ", text);
		if (number(line, "limit") > 0)
			printf(" it reached its limit of %lld processes", number(line, "limit"));
		putchar('\n');
	}
}

static void print_text(const char *facts)
{
	char line[FACT_LINE];
	char value[FACT_LINE];

	find(facts, "machine", line);
	printf("%s: whit %s (%s), up %lld s, %s\n", more.hostname, more.version, more.platform,
	    number(line, "uptime") / 1000, is_yes(line, "ready") ? "ready" : "not ready");
	printf("clock: %s (%s), ", more.time, fact_value(line, "clock", value));
	printf("watchdog: %s\n", rest_of(find(facts, "watchdog", line)));
	printf("last run: %s\n", more.last_run);
	print_rooms();
	find(facts, "data", line);
	printf("data: %s (%s)\n", fact_value(line, "kind", value),
	    is_yes(line, "persistent") ? "kept" : "lost at the next boot");
	print_cards();
	print_services(facts);
}

void status_show(const char *facts, bool json)
{
	char line[FACT_LINE];
	char kind[FACT_LINE];

	read_more();
	fact_value(find(facts, "data", line), "kind", kind);
	read_rooms(strcmp(kind, "given") == 0);
	if (json)
		print_json(facts);
	else
		print_text(facts);
}
