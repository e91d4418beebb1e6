/* SPDX-License-Identifier: MIT */
/*
 * launch ROLE.SERVICE [COMMAND...]      becomes that service, or COMMAND with its rights; ROLE.prepare is
 *                                       the program that prepares the role
 * launch --list [--json] ROLE.SERVICE   tells the steps (whit sandbox)
 *
 * For people and tests: the same steps (steps.c) that PID 1's children take on their way to
 * becoming a service.
 */
#include "plan-file.h"
#include "prepare.h"
#include "steps.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_UNKNOWN = 1, EXIT_USAGE = 2, EXIT_STEP = 127 };

static const char usage[] =
    "usage: launch ROLE.SERVICE [COMMAND...] | --list [--json] ROLE.SERVICE\n";

static struct plan plan;

static const struct role_plan *find_role(const char *name, size_t length)
{
	for (size_t i = 0; i < plan.count; i++)
		if (strlen(plan.roles[i].name) == length &&
		    strncmp(plan.roles[i].name, name, length) == 0)
			return &plan.roles[i];
	return NULL;
}

/* name is ROLE.SERVICE, or SERVICE when it is the system's own and its role's only name; or ROLE.prepare. */
static bool find_service(const char *name, struct order *order)
{
	const char *dot = strchr(name, '.');
	const char *service = dot == NULL ? name : dot + 1;

	order->role = find_role(name, strcspn(name, "."));
	order->group = name;
	for (size_t i = 0; order->role != NULL && i < order->role->service_count; i++) {
		if (strcmp(order->role->services[i].name, service) != 0)
			continue;
		order->service = &order->role->services[i];
		order->command = order->service->command.word;
		return true;
	}
	if (order->role != NULL && strcmp(service, "prepare") == 0)
		order->command = prepare_command(order->role);
	return order->command != NULL;
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
	const char *step = NULL;

	if (steps_take(order, &step) == 0) {
		step = "execute";
		execv(order->command[0], (char *const *)(uintptr_t)order->command);
	}
	fprintf(stderr, "launch: %s: %s: %s\n", order->group, step, strerror(errno));
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
	char why[PLAN_WHY];
	bool listing = is(words[0], "--list");
	bool json = listing && is(words[1], "--json");

	words += listing + json;
	if (argc < 2 || words[0] == NULL) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (plan_file_read(&plan, why) == -1) {
		fprintf(stderr, "launch: %s\n", why);
		return EXIT_STEP;
	}
	if (!find_service(words[0], &order)) {
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
