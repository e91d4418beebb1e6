/* SPDX-License-Identifier: MIT */
/*
 * render - turns [_template] of site.conf into daytime.conf. It runs on the machine
 * before the service starts, as the role's user, and with --host on the build host, where it
 * only judges the site. Exit status: 0 good, 1 the site has mistakes, 2 the rest.
 */

#include "folders.h"
#include "problem.h"
#include "schema.h"
#include "site.h"
#include "text-values.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

static const char role[] = "_template";

/* What the role's sections may say: docs/site.md has the types. */
static const struct schema_key keys[] = {
	{ "listen", SCHEMA_LISTEN, SCHEMA_LIST },
	{ "greeting", SCHEMA_TEXT, .conflicts = "greeting_file" },
	{ "greeting_file", SCHEMA_FILE },
	{ 0 },
};

static const struct schema_section schema[] = {
	{ role, keys },
	{ 0 },
};

/* A greeting is one line: what the schema cannot know, the role checks itself. */
static void read_greeting(const struct site *site, const struct site_section *section,
    const char *folder, char *greeting, size_t size, struct problems *problems)
{
	const char *name = site_value(site, section, "greeting_file", NULL);
	char path[PATH_MAX];
	FILE *file;

	snprintf(greeting, size, "%s", site_value(site, section, "greeting", ""));
	if (!name)
		return;
	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= PATH_MAX ||
	    !(file = fopen(path, "re")))
		return; /* schema_check_files() has said so */
	if (!fgets(greeting, (int)size, file))
		*greeting = '\0';
	if (fgetc(file) != EOF)
		problem_add(problems, name, 2, NULL, "a greeting is one line of at most %zu bytes",
		    size - 2);
	greeting[strcspn(greeting, "\r\n")] = '\0';
	fclose(file);
}

static int write_config(const struct site *site, const struct site_section *section,
    const char *folder, const char *greeting)
{
	const char *rest = site_value(site, section, "listen", "13");
	char path[PATH_MAX], word[TEXT_WORD_MAX], address[TEXT_ADDRESS_MAX];
	struct text_listen listen;
	FILE *file;

	if (snprintf(path, sizeof(path), "%s/daytime.conf", folder) >= PATH_MAX ||
	    !(file = fopen(path, "we")))
		return -1;
	while (text_next_word(&rest, word, sizeof(word)) == 1) {
		if (text_listen(word, &listen) == NULL)
			fprintf(file, "listen %s %d\n",
			    listen.any ? "::" : text_format_address(&listen.address, address),
			    listen.port ? listen.port : 13);
	}
	if (*greeting)
		fprintf(file, "greeting %s\n", greeting);
	return fclose(file);
}

int main(int count, char **words)
{
	struct folders folders;
	struct problems problems = { 0 };
	const struct site_section *section;
	char greeting[128];
	struct site site;

	folders_read(count, words, &folders);

	/* 1. Read the site, and collect everything that is wrong with our part of it. */
	if (site_load(&site, folders.site, "site.conf", &problems) == -1) {
		fprintf(stderr, "render: %s\n", strerror(errno));
		return RENDER_FAILED;
	}
	schema_check(&site, schema, &problems);
	schema_check_files(&site, schema, folders.site, folders.secrets, &problems);
	section = site_section(&site, role);
	read_greeting(&site, section, folders.site, greeting, sizeof(greeting), &problems);
	if (problems_print(&problems, stderr) > 0)
		return RENDER_BAD;

	/* 2. Write what the daemon reads. A daemon with a checker of its own is asked here. */
	if (write_config(&site, section, folders.run, greeting) == -1) {
		fprintf(stderr, "render: %s/daytime.conf: %s\n", folders.run, strerror(errno));
		return RENDER_FAILED;
	}
	return RENDER_GOOD;
}
