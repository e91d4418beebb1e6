/* SPDX-License-Identifier: MIT */
/* image-plan - part of site-check (check.h): what the image made of some roles is to run. */

#include "check.h"
#include "manifest.h"
#include "text-values.h"
#include "write-plan.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { GOOD = 0, BAD = 1, FAILED = 2 };

/* The role's name in `name`, and in file the place of its role.conf. */
static int find_names(const char *path, bool system, char name[NAME_MAX + 1], char file[PATH_MAX])
{
	static const char ending[] = ".conf";
	const char *slash = strrchr(path, '/');
	size_t length;

	snprintf(name, NAME_MAX + 1, "%s", slash ? slash + 1 : path);
	length = strlen(name);
	if (system && length > strlen(ending) &&
	    strcmp(name + length - strlen(ending), ending) == 0)
		name[length - strlen(ending)] = '\0';
	return snprintf(file, PATH_MAX, "%s%s", path, system ? "" : "/role.conf") < PATH_MAX ? 0
	                                                                                     : -1;
}

/* Is there a list of this name beside the role.conf? */
static bool has_list(const char *folder, const char *name)
{
	char list[PATH_MAX];
	struct stat status;

	return join_path(list, folder, name) && stat(list, &status) == 0;
}

/* A role's list of system calls is that of all its services which name no other; the program that prepares it
 * has its own. That of the system's service NAME.conf is NAME.seccomp. */
static void add_filters(struct role_plan *role, const char *path)
{
	char list[PATH_MAX];
	struct stat status;
	char filter[PLAN_PATH] = "";

	snprintf(list, sizeof(list), "%.*sseccomp", (int)(strlen(path) - strlen("conf")), path);
	if (role->system && stat(list, &status) == 0)
		snprintf(filter, sizeof(filter), MANIFEST_SYSTEM_FILTER, role->name);
	else if (!role->system && has_list(path, "seccomp"))
		snprintf(filter, sizeof(filter), MANIFEST_FILTER, role->name, "seccomp");
	for (size_t i = 0; i < role->service_count; i++)
		if (role->services[i].seccomp[0] == '\0')
			memcpy(role->services[i].seccomp, filter, PLAN_PATH);
	if (!role->system && has_list(path, MANIFEST_PREPARE_LIST))
		snprintf(role->prepare_seccomp, PLAN_PATH, MANIFEST_FILTER, role->name,
		    MANIFEST_PREPARE_LIST);
}

static int add_role(struct role_plan *role, const char *path, struct problems *problems)
{
	char name[NAME_MAX + 1], file[PATH_MAX];
	struct stat status;
	bool system;

	if (stat(path, &status) == -1) {
		problem_add(problems, path, 0, NULL, "%s", strerror(errno));
		return -1;
	}
	system = S_ISREG(status.st_mode);
	if (find_names(path, system, name, file) == -1 ||
	    read_manifest(role, name, file, file, problems) == -1)
		return -1;
	role->system = system;
	add_filters(role, path);
	return 0;
}

/* Init's own reader has the last word: what it refuses is not to be built into an image. */
static void check_plan(const char *text, size_t length, struct problems *problems)
{
	struct plan *plan = calloc(1, sizeof(*plan));
	unsigned line = 0;
	const char *why = plan ? plan_read(plan, text, length, &line) : strerror(errno);

	if (why)
		problem_add(problems, "plan", line, NULL, "%s", why);
	free(plan);
}

int print_plan(char *const *paths)
{
	struct role_plan *role = malloc(sizeof(*role));
	struct problems problems = { 0 };
	char *text = malloc(PLAN_FILE);
	size_t used = 0;
	int result = GOOD;

	if (text)
		used = (size_t)snprintf(text, PLAN_FILE, "%s\n", PLAN_FIRST_LINE);
	for (; role && text && *paths; paths++) {
		if (add_role(role, *paths, &problems) == 0)
			used = write_plan(role, text, used, PLAN_FILE);
	}
	if (used >= PLAN_FILE)
		problem_add(&problems, "plan", 0, NULL, "is too long: more than %d bytes",
		    PLAN_FILE);
	else if (role && text && problems.errors == 0)
		check_plan(text, used, &problems);
	if (role && text && problems_print(&problems, stderr) > 0)
		result = BAD;
	else if (!role || !text || fwrite(text, 1, used, stdout) != used || fflush(stdout) == EOF)
		result = FAILED;
	problems_free(&problems);
	free(text);
	free(role);
	return result;
}
