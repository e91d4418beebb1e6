/* SPDX-License-Identifier: MIT */
/*
 * launch ROLE.SERVICE [COMMAND...]   becomes that service, or COMMAND with its rights
 * launch --prepare ROLE              becomes the program that prepares that role
 * launch --list [--json] ROLE.SERVICE   tells the steps (whit sandbox)
 *
 * What stands between PID 1's fork and a service: init executes it as root, in the service's
 * session and control group, with its pipes; it gives away rights, step by step (steps.c),
 * and executes the service. When a step fails, init learns which by the report pipe, or who
 * calls it by hand on standard error.
 */
#include "../spawn.h"
#include "io.h"
#include "prepare.h"
#include "steps.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_UNKNOWN = 1, EXIT_USAGE = 2, EXIT_STEP = 127 };

static const char usage[] =
    "usage: launch ROLE.SERVICE [COMMAND...] | --prepare ROLE | --list [--json] ROLE.SERVICE\n";

static struct plan plan; /* one role's part of it */

/* Does a part begin here: that of `name`, or of anybody when name is NULL? */
static bool is_head(const char *line, const char *name, size_t length)
{
	if (strncmp(line, "role ", 5) == 0)
		line += 5;
	else if (strncmp(line, "system ", 7) == 0)
		line += 7;
	else
		return false;
	return name == NULL || (strncmp(line, name, length) == 0 && line[length] == '\n');
}

/* The line after this one; NULL when there is none. */
static char *next_line(char *line)
{
	char *end = strchr(line, '\n');

	return end == NULL ? NULL : end + 1;
}

/* Moves the part of the role up, behind the first line, and ends the text there: what the others
 * are to do is nothing to us, and costs time. The text stays a plan. */
static void cut(char *text, const char *name, size_t length)
{
	char *first = next_line(text);
	char *from = first;
	char *end;

	while (from != NULL && !is_head(from, name, length))
		from = next_line(from);
	if (from == NULL) { /* nobody is called so */
		text[first == NULL ? 0 : first - text] = '\0';
		return;
	}
	end = next_line(from);
	while (end != NULL && *end != '\0' && !is_head(end, NULL, 0))
		end = next_line(end);
	if (end != NULL)
		*end = '\0';
	memmove(first, from, strlen(from) + 1);
}

/* Reads what the plan says of the role, or nothing when it says nothing. */
static int read_plan(const char *name, size_t length)
{
	static char text[PLAN_FILE];
	unsigned line = 0;
	const char *why = NULL;

	if (io_read_file(PLAN_PLACE, text, sizeof(text)) == -1)
		why = strerror(errno);
	if (why == NULL) {
		cut(text, name, length);
		why = plan_read(&plan, text, strlen(text), &line);
	}
	if (why != NULL)
		fprintf(stderr, "launch: " PLAN_PLACE ", %.*s: line %u: %s\n", (int)length, name,
		    line, why);
	return why == NULL ? 0 : -1;
}

static const struct role_plan *the_role(void)
{
	return plan.count == 0 ? NULL : &plan.roles[0];
}

/* name is ROLE.SERVICE, or SERVICE when it is the system's own and its role's only name. */
static bool find_service(const char *name, struct order *order)
{
	const char *dot = strchr(name, '.');
	const char *service = dot == NULL ? name : dot + 1;

	order->role = the_role();
	order->group = name;
	for (size_t i = 0; order->role != NULL && i < order->role->service_count; i++) {
		if (strcmp(order->role->services[i].name, service) != 0)
			continue;
		order->service = &order->role->services[i];
		order->command = order->service->command.word;
		return true;
	}
	return false;
}

static bool find_prepare(const char *name, struct order *order)
{
	static struct prepare_words words;
	static char group[PLAN_NAME + sizeof(".prepare")];

	order->role = the_role();
	if (order->role == NULL)
		return false;
	snprintf(group, sizeof(group), "%s.prepare", name);
	order->group = group;
	order->command = prepare_command(order->role, &words);
	return true;
}

/* A JSON string, RFC 8259 section 7; texts are ASCII, for the plan is. */
static void print_string(const char *text)
{
	putchar('"');
	for (; *text != '\0'; text++)
		printf(*text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
	putchar('"');
}

static void list(const struct order *order, bool json)
{
	const char *separator = "[";

	for (size_t i = 0; i < step_count; i++) {
		char text[STEP_TEXT] = "";

		if (!steps[i].tell(order, text))
			continue;
		if (json) {
			printf("%s{\"step\":\"%s\",\"does\":", separator, steps[i].name);
			print_string(text);
			putchar('}');
		} else {
			printf("%-18s %s\n", steps[i].name, text);
		}
		separator = ",\n";
	}
	fputs(json ? "]\n" : "", stdout);
}

/* Returns only when a step fails. */
static int go(const struct order *order)
{
	struct spawn_report report = { 0 };
	size_t i = 0;

	/* from init it comes open; the service must not have it */
	fcntl(SPAWN_REPORT_FD, F_SETFD, FD_CLOEXEC);
	while (steps[i].run(order) == 0)
		i++;
	report.error = errno;
	snprintf(report.step, sizeof(report.step), "%s", steps[i].name);
	if (write(SPAWN_REPORT_FD, &report, sizeof(report)) == -1)
		fprintf(stderr, "launch: %s: %s: %s\n", order->group, steps[i].name,
		    strerror(report.error));
	return EXIT_STEP;
}

static bool is(const char *word, const char *option)
{
	return word != NULL && strcmp(word, option) == 0;
}

int main(int argc, char **argv)
{
	struct order order = { 0 };
	char **words = argv + 1;
	bool preparing = is(words[0], "--prepare");
	bool listing = is(words[0], "--list");
	bool json = listing && is(words[1], "--json");

	words += preparing + listing + json;
	if (argc < 2 || words[0] == NULL) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (read_plan(words[0], strcspn(words[0], ".")) == -1)
		return EXIT_STEP;
	if (preparing ? !find_prepare(words[0], &order) : !find_service(words[0], &order)) {
		fprintf(stderr, "launch: there is no service `%s` here\n", words[0]);
		return listing ? EXIT_UNKNOWN : EXIT_STEP;
	}
	if (listing) {
		list(&order, json);
		return 0;
	}
	if (words[1] != NULL)
		order.command = (const char *const *)(words + 1);
	return go(&order);
}
