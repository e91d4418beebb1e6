/* SPDX-License-Identifier: MIT */
/*
 * render - judges the dns part of a site and makes from it what knotd needs.
 *
 * usage: render --site DIR --run DIR --data DIR --secrets DIR --bin DIR [--host | --checked]
 *
 * Writes RUN/knot.conf and RUN/keys.conf, and on the machine brings DATA up to date
 * (given DNSSEC keys, changed files of zones that take updates). With --host nothing
 * but the judgement is wanted. With --checked the zones are not judged again: the image's build has
 * done so, with the same kzonecheck, and in a bundle nothing changes. Exit status: 0 good, 1 the site has mistakes (told on
 * standard error, one a line), 2 anything else.
 */
#include "dnssec-keys.h"
#include "knot-conf.h"
#include "native.h"
#include "seed.h"
#include "settings.h"
#include "text-file.h"
#include "zone-check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_LENGTH_MAX = 4096 };

/* For what is no mistake of the site. */
static int failed(const char *what)
{
	fprintf(stderr, "dns: %s: %s\n", what, strerror(errno));
	return RENDER_FAILED;
}

static int check_zones(const struct settings *settings, struct problems *problems)
{
	char path[PATH_LENGTH_MAX];

	for (size_t i = 0; i < settings->zone_count; i++) {
		const struct zone *zone = &settings->zones[i];
		struct stat status;

		snprintf(path, sizeof(path), "%s/%s", settings->folders.site, zone->file);
		/* a file = that is not there has been reported already */
		if (!zone->file[0] || stat(path, &status) == -1)
			continue;
		if (zone_check(&settings->folders, zone->name, path, zone->file, problems) == -1)
			return -1;
	}
	return 0;
}

static int write_keys(const struct settings *settings, const char *path)
{
	FILE *out = text_file_begin(path);

	if (!out)
		return -1;
	knot_conf_keys(out, settings);
	return text_file_end(out, path);
}

/* RUN/knot.conf appears only when it is good. What we wrote ourselves need not be judged
 * on the machine too: knotd does it again when it reads it. */
static int write_conf(const struct settings *settings, struct problems *problems)
{
	const struct folders *folders = &settings->folders;
	char path[PATH_LENGTH_MAX], trial[PATH_LENGTH_MAX], keys[PATH_LENGTH_MAX];
	FILE *out;

	snprintf(path, sizeof(path), "%s/knot.conf", folders->run);
	snprintf(trial, sizeof(trial), "%s/knot.conf.trial", folders->run);
	snprintf(keys, sizeof(keys), "%s/keys.conf", folders->run);
	if (write_keys(settings, keys) == -1 || !(out = text_file_begin(trial)))
		return -1;
	if (settings->native)
		native_copy(out, folders);
	else
		knot_conf_write(out, settings, keys);
	if (text_file_end(out, trial) == -1)
		return -1;
	if ((settings->native || folders->host) &&
	    native_check(folders, trial,
	        settings->native ? "dns/knot.conf" : "the knot.conf made from site.conf",
	        problems) == -1)
		return -1;
	return problems->errors ? remove(trial) : rename(trial, path);
}

static int bring_up_to_date(const struct settings *settings, struct problems *problems)
{
	if (settings->folders.host || settings->native)
		return 0;
	if (dnssec_keys_take(settings, problems) == -1 || seed_take(settings, problems) == -1)
		return problems->errors ? 0 : -1;
	return 0;
}

int main(int count, char **words)
{
	struct problems problems = { 0 };
	struct settings settings;
	struct folders folders;
	size_t errors;

	folders_read(count, words, &folders);

	/* 1. What the site says; its mistakes are collected, not fatal one by one. */
	if (settings_load(&settings, &folders, &problems) == -1)
		return failed("cannot read the site");
	/* 2. What the zones say, by Knot's own judgement. */
	if (!folders.checked && check_zones(&settings, &problems) == -1)
		return failed("cannot run kzonecheck");
	/* 3. Only a site without mistakes changes anything: what is kept, then what is served. */
	if (problems.errors == 0 && bring_up_to_date(&settings, &problems) == -1)
		return failed("cannot prepare the zones on /data");
	if (problems.errors == 0 && write_conf(&settings, &problems) == -1)
		return failed("cannot write knot.conf");
	errors = problems_print(&problems, stderr);
	problems_free(&problems);
	settings_free(&settings);
	return errors ? RENDER_BAD : RENDER_GOOD;
}
