/* SPDX-License-Identifier: MIT */
#include "bundle.h"

#include "site.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#define CONF "bundle.conf"

static void cover(const char *folder)
{
	if (mount("none", folder, "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC,
	        "mode=0755,size=4k") == -1)
		fprintf(stderr, "identity: %s cannot be covered: %s\n", folder, strerror(errno));
}

bool bundle_is_known(const char *folder, struct problems *problems)
{
	const struct site_section *section;
	const char *schema;
	char path[PATH_MAX];
	struct site conf;
	bool known;

	snprintf(path, sizeof(path), "%s/" CONF, folder);
	if (access(path, F_OK) == -1 && errno == ENOENT)
		return true;
	if (site_load(&conf, folder, CONF, problems) == -1)
		perror("identity: " CONF);
	section = site_section(&conf, "bundle");
	schema = site_value(&conf, section, "schema", "not said");
	known = strcmp(schema, BUNDLE_SCHEMA) == 0;
	if (!known) {
		problem_add(problems, CONF, site_line(&conf, section, "schema"), "schema",
		    "%s, and this image knows " BUNDLE_SCHEMA ": nothing of the site is used",
		    schema);
		cover(folder);
	}
	site_free(&conf);
	return known;
}
