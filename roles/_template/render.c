/* SPDX-License-Identifier: MIT */
/*
 * render - turns [_template] of site.conf into daytime.conf. It runs on the machine
 * before the service starts, as the role's user, and with --host on the build host, where it
 * only judges the site. Exit status: 0 good, 1 the site has mistakes, 2 the rest.
 */

#include "problem.h"
#include "schema.h"
#include "site.h"
#include "text.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { GOOD = 0, BAD = 1, FAILED = 2 };

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

struct folders {
	const char *site;
	const char *run;
	const char *data;
	const char *secrets;
	const char *bin;
	bool host;
};

static int read_options(int count, char **words, struct folders *folders)
{
	static const struct option options[] = {
		{ "site", required_argument, NULL, 's' },
		{ "run", required_argument, NULL, 'r' },
		{ "data", required_argument, NULL, 'd' },
		{ "secrets", required_argument, NULL, 'k' },
		{ "bin", required_argument, NULL, 'b' },
		{ "host", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(count, words, "", options, NULL)) != -1) {
		switch (option) {
		case 's':
			folders->site = optarg;
			break;
		case 'r':
			folders->run = optarg;
			break;
		case 'd':
			folders->data = optarg;
			break;
		case 'k':
			folders->secrets = optarg;
			break;
		case 'b':
			folders->bin = optarg;
			break;
		case 'h':
			folders->host = true;
			break;
		default:
			return -1;
		}
	}
	return optind == count && folders->site && folders->run ? 0 : -1;
}

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
	struct folders folders = { .host = false };
	struct problems problems = { 0 };
	const struct site_section *section;
	char greeting[128];
	struct site site;

	if (read_options(count, words, &folders) == -1) {
		fprintf(stderr,
		    "usage: render --site DIR --run DIR --data DIR --secrets DIR --bin DIR "
		    "[--host]\n");
		return FAILED;
	}

	/* 1. Read the site, and collect everything that is wrong with our part of it. */
	if (site_load(&site, folders.site, "site.conf", &problems) == -1) {
		fprintf(stderr, "render: %s\n", strerror(errno));
		return FAILED;
	}
	schema_check(&site, schema, &problems);
	schema_check_files(&site, schema, folders.site, folders.secrets, &problems);
	section = site_section(&site, role);
	read_greeting(&site, section, folders.site, greeting, sizeof(greeting), &problems);
	if (problems_print(&problems, stderr) > 0)
		return BAD;

	/* 2. Write what the daemon reads. A daemon with a checker of its own is asked here. */
	if (write_config(&site, section, folders.run, greeting) == -1) {
		fprintf(stderr, "render: %s/daytime.conf: %s\n", folders.run, strerror(errno));
		return FAILED;
	}
	return GOOD;
}
