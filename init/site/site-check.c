/* SPDX-License-Identifier: MIT */
/*
 * site-check - judges a site before anything is built from it: site.conf, the roles it
 * names, what each role's own program says of its part, and the files. Every mistake
 * is printed, `FILE:LINE: KEY: why`, sorted.
 */

#include "check.h"
#include "core-schema.h"
#include "text-values.h"

#include <errno.h>
#include <ftw.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { GOOD = 0, BAD = 1, FAILED = 2 };

enum output { LINES, JSON, ROLES, KEYS, PLAN };

static const char usage[] =
    "usage: site-check [OPTION]... SITE\n"
    "       site-check --plan SERVICE.conf... ROLE_DIR...\n"
    "Checks the site in the folder SITE and prints every mistake as FILE:LINE: KEY: why.\n"
    "\n"
    "  --roles           check site.conf alone, and print the names of its roles\n"
    "  --keys            check site.conf alone, and print the values of [admin] ssh_key\n"
    "  --json            print the result as one JSON object on stdout\n"
    "  --programs DIR    where our programs are, roles/NAME/ in it (this program's folder)\n"
    "  --bin DIR         where the daemons' checkers are (bin in that of --programs)\n"
    "  --plan            print /etc/whit/plan of an image with these services and roles\n"
    "  --help            print this\n"
    "\n"
    "ROLE_PATH: folders in which roles are, with ':' between (../../roles from this program);\n"
    "SITE/roles comes before them.\n"
    "\n"
    "Exit status: 0 the site is good, 1 it has mistakes, 2 it could not be checked.\n";

bool join_path(char *path, const char *folder, const char *name)
{
	return snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	remove(path);
	return 0;
}

/* Secrets of the renders may lie here: nobody else may look in. */
static int make_temporary(char *folder)
{
	const char *parent = getenv("TMPDIR");

	if (!join_path(folder, parent && *parent ? parent : "/tmp", "site-check.XXXXXX") ||
	    !mkdtemp(folder)) {
		fprintf(stderr, "site-check: %s: %s\n", folder, strerror(errno));
		return -1;
	}
	return 0;
}

static int check_all(struct check *check)
{
	char temporary[PATH_MAX];
	int result;

	if (make_temporary(temporary) == -1)
		return -1;
	check->temporary = temporary;
	result = check_content(check);
	if (result == 0)
		result = check_renders(check);
	nftw(temporary, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	return result;
}

static void print_json_string(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putchar('\\');
		putchar(*text); /* problems hold no control characters */
	}
	putchar('"');
}

static void print_json(struct problems *problems)
{
	problems_sort(problems);
	printf("{\"good\":%s,\"lost\":%zu,\"problems\":[", problems->errors ? "false" : "true",
	    problems->lost);
	for (size_t i = 0; i < problems->count; i++) {
		const struct problem *problem = &problems->list[i];

		printf("%s\n{\"file\":", i ? "," : "");
		print_json_string(problem->file);
		printf(",\"line\":%u,\"key\":", problem->line);
		print_json_string(problem->key);
		printf(",\"why\":");
		print_json_string(problem->why);
		printf(",\"warning\":%s}", problem->warning ? "true" : "false");
	}
	puts("]}");
}

static void print_roles(const struct site *site)
{
	const char *rest = core_roles(site);
	char role[TEXT_WORD_MAX];

	while (text_next_word(&rest, role, sizeof(role)) == 1)
		puts(role);
}

static void print_keys(const struct site *site)
{
	const struct site_section *admin = site_section(site, "admin");
	const struct site_entry *entry = NULL;

	while ((entry = site_next_entry(site, admin, "ssh_key", entry)) != NULL)
		puts(entry->value);
}

static int run(struct check *check, enum output output)
{
	int result;
	bool good;

	if (site_load(&check->site, check->folder, "site.conf", &check->problems) == -1) {
		fprintf(stderr, "site-check: %s\n", strerror(errno));
		return FAILED;
	}
	/* Of a file that could not be read, nothing more is to be said. */
	if (check->problems.errors == 0 || check->site.section_count > 0)
		core_check(&check->site, &check->problems);
	result = check_roles(check);
	if (result == 0 && output != ROLES && output != KEYS)
		result = check_all(check);

	good = check->problems.errors == 0;
	if (output == JSON)
		print_json(&check->problems);
	else
		problems_print(&check->problems, stderr);
	if (good && output == ROLES)
		print_roles(&check->site);
	if (good && output == KEYS)
		print_keys(&check->site);
	site_free(&check->site);
	problems_free(&check->problems);
	return result == -1 ? FAILED : good ? GOOD : BAD;
}

/* The folder of this program: the others are beside it. */
static int own_folder(char *folder, size_t size)
{
	ssize_t length = readlink("/proc/self/exe", folder, size - 1);
	char *slash;

	if (length == -1) {
		fprintf(stderr, "site-check: /proc/self/exe: %s\n", strerror(errno));
		return -1;
	}
	folder[length] = '\0';
	slash = strrchr(folder, '/');
	if (slash)
		*slash = '\0';
	return 0;
}

static int read_options(int count, char **words, struct check *check, enum output *output)
{
	static const struct option options[] = {
		{ "roles", no_argument, NULL, 'r' },
		{ "keys", no_argument, NULL, 'k' },
		{ "json", no_argument, NULL, 'j' },
		{ "programs", required_argument, NULL, 'p' },
		{ "bin", required_argument, NULL, 'b' },
		{ "plan", no_argument, NULL, 'l' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(count, words, "", options, NULL)) != -1) {
		switch (option) {
		case 'r':
			*output = ROLES;
			break;
		case 'k':
			*output = KEYS;
			break;
		case 'j':
			*output = JSON;
			break;
		case 'p':
			check->programs = optarg;
			break;
		case 'b':
			check->bin = optarg;
			break;
		case 'l':
			*output = PLAN;
			break;
		case 'h':
			fputs(usage, stdout);
			exit(GOOD);
		default:
			return -1;
		}
	}
	if (*output == PLAN)
		return 0;
	if (optind != count - 1)
		return -1;
	check->folder = words[optind];
	return 0;
}

int main(int count, char **words)
{
	char programs[PATH_MAX], bin[PATH_MAX], role_path[PATH_MAX];
	struct check check = { .role_path = getenv("ROLE_PATH") };
	enum output output = LINES;

	if (read_options(count, words, &check, &output) == -1) {
		fputs(usage, stderr);
		return FAILED;
	}
	if (output == PLAN)
		return print_plan(words + optind);
	if (own_folder(programs, sizeof(programs)) == -1)
		return FAILED;
	if (!check.programs)
		check.programs = programs;
	if (!check.bin && join_path(bin, check.programs, "bin"))
		check.bin = bin;
	if (!check.role_path && join_path(role_path, programs, "../../roles"))
		check.role_path = role_path;
	if (!check.bin || !check.role_path) {
		fprintf(stderr, "site-check: %s: %s\n", programs, strerror(ENAMETOOLONG));
		return FAILED;
	}
	signal(SIGPIPE, SIG_IGN);
	return run(&check, output);
}
