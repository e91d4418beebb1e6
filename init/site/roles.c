/* SPDX-License-Identifier: MIT */
/* roles - part of site-check (check.h): the roles a site names, and where they are. */

#include "check.h"
#include "core-schema.h"
#include "io.h"
#include "manifest.h"
#include "text-values.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	ROLES_MAX = 128, /* looked through for "did you mean" */
	ROLE_CONF_MAX = 64 * 1024,
};

/* The folders that hold roles, one a call: SITE/roles, then those of role_path. */
struct places {
	const struct check *check;
	const char *rest;
	bool site_is_done;
};

static bool next_place(struct places *places, char *folder)
{
	size_t length;

	if (!places->site_is_done) {
		places->site_is_done = true;
		places->rest = places->check->role_path;
		return join_path(folder, places->check->folder, "roles");
	}
	places->rest += strspn(places->rest, ":");
	length = strcspn(places->rest, ":");
	if (length == 0 || length >= PATH_MAX)
		return false;
	memcpy(folder, places->rest, length);
	folder[length] = '\0';
	places->rest += length;
	return true;
}

static bool is_role(const char *folder)
{
	char path[PATH_MAX];

	return join_path(path, folder, "role.conf") && access(path, F_OK) == 0;
}

bool find_role(const struct check *check, const char *role, char *folder)
{
	struct places places = { .check = check };
	char place[PATH_MAX];

	while (next_place(&places, place)) {
		if (join_path(folder, place, role) && is_role(folder))
			return true;
	}
	return false;
}

/* Names of the roles in place, beginning at names[count]; the new count. A name that
 * begins with '_' is a template, not a role. */
static size_t list_roles(const char *place, char *names[ROLES_MAX + 1], size_t count)
{
	DIR *folder = opendir(place);
	struct dirent *entry;
	char path[PATH_MAX];

	while (folder && count < ROLES_MAX && (entry = readdir(folder))) {
		if (text_name(entry->d_name) != NULL)
			continue;
		if (join_path(path, place, entry->d_name) && is_role(path) &&
		    (names[count] = strdup(entry->d_name)))
			count++;
	}
	if (folder)
		closedir(folder);
	names[count] = NULL;
	return count;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void report_unknown(struct check *check, const char *role)
{
	const struct site_section *section = site_section(&check->site, "site");
	struct places places = { .check = check };
	char *names[ROLES_MAX + 1] = { NULL };
	char place[PATH_MAX], known[PROBLEM_TEXT_MAX / 2] = "";
	const char *nearest;
	size_t count = 0;

	while (next_place(&places, place))
		count = list_roles(place, names, count);
	qsort(names, count, sizeof(*names), compare_names);
	for (size_t i = 0; i < count; i++) {
		size_t used = strlen(known);

		if (i == 0 || strcmp(names[i], names[i - 1]) != 0)
			snprintf(known + used, sizeof(known) - used, " %s", names[i]);
	}
	nearest = text_nearest(role, (const char *const *)names);
	problem_add(&check->problems, check->site.file, site_line(&check->site, section, "roles"),
	    "roles", "there is no role %s%s%s%s; there are:%s", role,
	    nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "",
	    *known ? known : " none");
	for (size_t i = 0; i < count; i++)
		free(names[i]);
}

int read_manifest(struct role_plan *plan, const char *role, const char *name, const char *path,
    struct problems *problems)
{
	char *text = malloc(ROLE_CONF_MAX);
	ssize_t length = text ? io_read_file(path, text, ROLE_CONF_MAX) : -1;
	int result = -1;

	if (length == -1)
		problem_add(problems, name, 0, NULL, "%s", strerror(errno));
	else
		result = manifest_read(plan, role, name, text, (size_t)length, problems);
	free(text);
	return result;
}

/* A role.conf of this tree is tested; one beside the site is the user's own. */
static int check_manifest(struct check *check, const char *role, const char *folder)
{
	char path[PATH_MAX], name[TEXT_WORD_MAX + 32];
	struct role_plan *plan = calloc(1, sizeof(*plan));

	if (plan && join_path(path, folder, "role.conf")) {
		snprintf(name, sizeof(name), "roles/%s/role.conf", role);
		/* of what lies in /run, /data and /etc/passwd, these are not a role's */
		if (text_list_has("log net root system whit", role))
			problem_add(&check->problems, name, 0, role, "is the system's own name");
		read_manifest(plan, role, name, path, &check->problems);
	}
	free(plan);
	return plan ? 0 : -1;
}

int check_roles(struct check *check)
{
	const char *rest = core_roles(&check->site);
	char role[TEXT_WORD_MAX], folder[PATH_MAX];
	int result = 0;

	while (text_next_word(&rest, role, sizeof(role)) == 1) {
		if (text_name(role) != NULL || text_list_has(rest, role))
			continue; /* core_check() has said so */
		if (!find_role(check, role, folder))
			report_unknown(check, role);
		else if (check_manifest(check, role, folder) == -1)
			result = -1;
	}
	return result;
}
