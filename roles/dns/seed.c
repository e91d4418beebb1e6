/* SPDX-License-Identifier: MIT */
#include "seed.h"

#include "knot-conf.h"
#include "offline.h"
#include "program.h"
#include "text-file.h"
#include "zone-check.h"
#include "zone-merge.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_LENGTH_MAX = 4096 };

struct seed {
	const struct settings *settings;
	const struct zone *zone;
	struct problems *problems;
	char file[PATH_LENGTH_MAX];   /* in the site */
	char taken[PATH_LENGTH_MAX];  /* the copy, as the zone is signed now */
	char other[PATH_LENGTH_MAX];  /* the copy, as it is not */
	char merged[PATH_LENGTH_MAX]; /* in run */
};

/* Where the copy of a file is that was taken while the zone was signed, or was not. */
static void name_copy(const struct folders *folders, const struct zone *zone, bool dnssec,
    char path[PATH_LENGTH_MAX])
{
	char name[ZONE_NAME_MAX];

	zone_file_name(zone, name);
	snprintf(path, PATH_LENGTH_MAX, "%s/seeds/%s.%s", folders->data, name,
	    dnssec ? "signed" : "zone");
}

static void name_files(struct seed *seed)
{
	const struct folders *folders = &seed->settings->folders;

	snprintf(seed->file, sizeof(seed->file), "%s/%s", folders->site, seed->zone->file);
	name_copy(folders, seed->zone, seed->zone->dnssec, seed->taken);
	name_copy(folders, seed->zone, !seed->zone->dnssec, seed->other);
	snprintf(seed->merged, sizeof(seed->merged), "%s/merged.zone", folders->run);
}

bool seed_is_taken(const struct folders *folders, const struct zone *zone)
{
	char path[2][PATH_LENGTH_MAX];

	name_copy(folders, zone, false, path[0]);
	name_copy(folders, zone, true, path[1]);
	return access(path[0], F_OK) == 0 || access(path[1], F_OK) == 0;
}

static bool same_bytes(const char *left, const char *right)
{
	struct text_file a = { 0 }, b = { 0 };
	bool same = text_file_read(left, &a) == 0 && text_file_read(right, &b) == 0 &&
	    a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;

	text_file_free(&a);
	text_file_free(&b);
	return same;
}

static int write_file(const char *path, const char *bytes, size_t length)
{
	FILE *out = text_file_begin(path);

	if (!out)
		return -1;
	fwrite(bytes, 1, length, out);
	return text_file_end(out, path);
}

/* From now on the file counts as taken. */
static int record(const struct seed *seed)
{
	struct text_file file;
	int result;

	if (text_file_read(seed->file, &file) == -1)
		return -1;
	result = write_file(seed->taken, file.bytes, file.length);
	text_file_free(&file);
	if (result == 0)
		(void)unlink(seed->other);
	return result;
}

/* A zone file in the one form that zone_merge() reads. A zone that is not all in order
 * is printed too: what comes of it is checked later. */
static int print_zone(const struct seed *seed, const char *path, struct text_file *out)
{
	char checker[PATH_LENGTH_MAX], printed[PATH_LENGTH_MAX];
	struct program program = { .arguments = {
		                       checker, "-p", "-d", "off", "-o", seed->zone->name, path } };
	FILE *file;
	int result;

	snprintf(checker, sizeof(checker), "%s/kzonecheck", seed->settings->folders.bin);
	snprintf(printed, sizeof(printed), "%s/printed.zone", seed->settings->folders.run);
	if (!(file = text_file_begin(printed)))
		return -1;
	program.out = fileno(file);
	result = program_run(&program);
	program_free(&program);
	/* kzonecheck does not notice when its output does not fit; a last line of ours does */
	fputs(";; whole\n", file);
	if (text_file_end(file, printed) == -1 || result == -1)
		return -1;
	result = text_file_read(printed, out);
	(void)unlink(printed);
	if (result == 0 && program.status > 1) {
		errno = EIO;
		result = -1;
	}
	return result;
}

/* Knot ends each zone file with the number of its records. */
static bool is_whole(const char *path)
{
	struct text_file file;
	bool whole = text_file_read(path, &file) == 0 && strstr(file.bytes, ";; Written ");

	text_file_free(&file);
	return whole;
}

/* The zone that has taken updates, its seed and the new file become seed->merged. */
static int merge(const struct seed *seed, const char *taken)
{
	char live[PATH_LENGTH_MAX];
	struct text_file texts[3] = { { 0 } };
	bool is_signed = seed->zone->dnssec || taken == seed->other;
	char *merged = NULL;
	size_t length;
	int result = -1;

	if (offline_dump(seed->settings, seed->zone, live) == -1)
		return -1;
	if (is_whole(live) && print_zone(seed, taken, &texts[0]) == 0 &&
	    print_zone(seed, seed->file, &texts[1]) == 0 && print_zone(seed, live, &texts[2]) == 0)
		merged =
		    zone_merge(texts[0].bytes, texts[1].bytes, texts[2].bytes, is_signed, &length);
	if (merged)
		result = write_file(seed->merged, merged, length);
	free(merged);
	for (size_t i = 0; i < 3; i++)
		text_file_free(&texts[i]);
	(void)unlink(live);
	return result;
}

/* 1 = the merged zone is a zone, 0 = it is none, which is said, -1 = nobody knows. */
static int fits_together(const struct seed *seed)
{
	struct problems found = { 0 };
	int result = zone_check(&seed->settings->folders, seed->zone->name, seed->merged,
	    seed->zone->file, &found);

	if (result == 0)
		result = found.errors == 0;
	for (size_t i = 0; i < found.count && result == 0; i++)
		if (!found.list[i].warning)
			problem_warn(seed->problems, seed->zone->file, 0, NULL,
			    "its change does not go together with updates the zone took, and is "
			    "not taken: %s",
			    found.list[i].why);
	problems_free(&found);
	return result;
}

/* The zone on /data becomes what is in file, which has come of the site's. */
static int replace(const struct seed *seed, const char *file)
{
	if (offline_load(seed->settings, seed->zone, file) == -1)
		return -1;
	return record(seed);
}

static int take(struct seed *seed)
{
	const char *taken = NULL;
	int fits;

	if (access(seed->taken, F_OK) == 0)
		taken = seed->taken;
	else if (access(seed->other, F_OK) == 0)
		taken = seed->other;
	if (taken == seed->taken && same_bytes(seed->file, taken))
		return 0;
	if (offline_is_served(&seed->settings->folders)) {
		problem_add(seed->problems, seed->zone->file, 0, NULL,
		    "has changed, and the zone takes updates: restart the role for the two to be "
		    "brought together");
		return -1;
	}
	if (!taken)
		return replace(seed, seed->file);
	if (merge(seed, taken) == -1 || (fits = fits_together(seed)) == -1)
		return -1;
	if (!fits)
		return 0;
	if (replace(seed, seed->merged) == -1)
		return -1;
	problem_warn(seed->problems, seed->zone->file, 0, NULL,
	    "has changed: brought into the zone, beside the updates it took");
	return 0;
}

static int take_one(const struct settings *settings, const struct zone *zone,
    struct problems *problems)
{
	struct seed seed = { .settings = settings, .zone = zone, .problems = problems };
	size_t before = problems->errors;
	int result;

	name_files(&seed);
	result = take(&seed);
	if (result == -1 && problems->errors == before)
		problem_add(problems, zone->file, 0, NULL,
		    "cannot be brought into the zone on /data: %s", strerror(errno));
	(void)unlink(seed.merged);
	return result;
}

static void forget(const struct settings *settings, const struct zone *zone,
    struct problems *problems)
{
	struct seed seed = { .settings = settings, .zone = zone };

	name_files(&seed);
	if (!seed_is_taken(&settings->folders, zone))
		return;
	(void)unlink(seed.taken);
	(void)unlink(seed.other);
	problem_warn(problems, *zone->file ? zone->file : "site.conf", 0, NULL,
	    "zone %s starts afresh: the updates it took are given up", zone->name);
}

int seed_take(const struct settings *settings, struct problems *problems)
{
	char folder[PATH_LENGTH_MAX];
	int result = 0;

	snprintf(folder, sizeof(folder), "%s/seeds", settings->folders.data);
	for (size_t i = 0; i < settings->zone_count; i++) {
		const struct zone *zone = &settings->zones[i];

		if (!zone->updates) {
			forget(settings, zone, problems);
			continue;
		}
		if (mkdir(folder, 0700) == -1 && errno != EEXIST)
			return -1;
		if (take_one(settings, zone, problems) == -1)
			result = -1;
	}
	return result;
}
