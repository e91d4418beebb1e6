/* SPDX-License-Identifier: MIT */
/*
 * render - reads [journal] of site.conf and writes how many bytes may be kept. It runs on the machine
 * before the service starts, as the role's user, and with --host on the build host, where it
 * only judges the site. Exit status: 0 good, 1 the site has mistakes, 2 the rest.
 */

#include "folders.h"
#include "problem.h"
#include "schema.h"
#include "site.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define SIZE_LEAST (UINT64_C(1) << 20)
#define SIZE_MOST (UINT64_C(1) << 40)
#define SIZE_DEFAULT (UINT64_C(32) << 20)

static const char role[] = "journal";

static const struct schema_key keys[] = {
	{ "size", SCHEMA_SIZE, .min = SIZE_LEAST, .max = SIZE_MOST },
	{ 0 },
};

static const struct schema_section schema[] = {
	{ role, keys },
	{ 0 },
};

static int write_size(const char *folder, uint64_t size)
{
	char path[PATH_MAX];
	FILE *file;

	if (snprintf(path, sizeof(path), "%s/size", folder) >= PATH_MAX ||
	    !(file = fopen(path, "we")))
		return -1;
	fprintf(file, "%llu\n", (unsigned long long)size);
	return fclose(file);
}

int main(int count, char **words)
{
	struct folders folders;
	struct problems problems = { 0 };
	const struct site_section *section;
	struct site site;

	folders_read(count, words, &folders);
	if (site_load(&site, folders.site, "site.conf", &problems) == -1) {
		fprintf(stderr, "render: %s\n", strerror(errno));
		return RENDER_FAILED;
	}
	schema_check(&site, schema, &problems);
	section = site_section(&site, role);
	if (problems_print(&problems, stderr) > 0)
		return RENDER_BAD;
	if (write_size(folders.run, site_size(&site, section, "size", SIZE_DEFAULT)) == -1) {
		fprintf(stderr, "render: %s/size: %s\n", folders.run, strerror(errno));
		return RENDER_FAILED;
	}
	return RENDER_GOOD;
}
