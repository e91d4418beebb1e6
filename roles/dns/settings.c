/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include "peers.h"
#include "secrets.h"
#include "seed.h"
#include "settings-schema.h"
#include "text-values.h"

#include <dirent.h>
#include <errno.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

static const char zones_folder[] = "dns/zones";

static bool is_file(const char *folder, const char *name)
{
	char path[4096];
	struct stat status;

	return snprintf(path, sizeof(path), "%s/%s", folder, name) < (int)sizeof(path) &&
	    stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* What is on a file system in RAM is gone with the next start. */
static bool is_kept(const char *folder)
{
	struct statfs status;

	return statfs(folder, &status) == -1 ||
	    (status.f_type != TMPFS_MAGIC && status.f_type != RAMFS_MAGIC);
}

static struct zone *find_zone(struct settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->zone_count; i++)
		if (strcmp(settings->zones[i].name, name) == 0)
			return &settings->zones[i];
	return NULL;
}

static struct zone *add_zone(struct settings *settings, const char *name, const char *file)
{
	struct zone *zone;

	if (settings->zone_count % 64 == 0) {
		zone = reallocarray(settings->zones, settings->zone_count + 64, sizeof(*zone));
		if (!zone)
			return NULL;
		settings->zones = zone;
	}
	zone = &settings->zones[settings->zone_count++];
	memset(zone, 0, sizeof(*zone));
	snprintf(zone->name, sizeof(zone->name), "%s", name);
	snprintf(zone->file, sizeof(zone->file), "%s", file);
	return zone;
}

/* Is this file the `file =` of some section? Then it is no zone of its own name. */
static bool is_claimed(const struct settings *settings, const char *file)
{
	const struct site_section *section = NULL;

	while ((section = site_next_section(&settings->site, "dns", section)))
		if (strcmp(site_value(&settings->site, section, "file", ""), file) == 0)
			return true;
	return false;
}

static int is_zone_file(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return entry->d_name[0] != '.' && length > 5 &&
	    strcmp(entry->d_name + length - 5, ".zone") == 0;
}

static int take_zone_file(struct settings *settings, const char *file_name,
    struct problems *problems)
{
	char file[sizeof(zones_folder) + 256], label[256], name[ZONE_NAME_MAX];
	const char *why;

	snprintf(file, sizeof(file), "%s/%s", zones_folder, file_name);
	if (is_claimed(settings, file))
		return 0;
	snprintf(label, sizeof(label), "%.*s", (int)strlen(file_name) - 5, file_name);
	if ((why = text_domain(label))) {
		problem_add(problems, file, 0, NULL,
		    "the file's name, without .zone, is the zone's name: %s", why);
		return 0;
	}
	tsig_key_name(label, name);
	if (find_zone(settings, name)) {
		problem_add(problems, file, 0, NULL, "a second file for the zone %s", name);
		return 0;
	}
	if (settings->zone_count == ZONES_MAX) {
		problem_add(problems, file, 0, NULL, "more than %d zones", ZONES_MAX);
		return 0;
	}
	return add_zone(settings, name, file) ? 0 : -1;
}

static int take_zone_files(struct settings *settings, struct problems *problems)
{
	char path[4096];
	struct dirent **entries;
	int count, result = 0;

	snprintf(path, sizeof(path), "%s/%s", settings->folders.site, zones_folder);
	count = scandir(path, &entries, is_zone_file, alphasort);
	if (count == -1) {
		if (errno != ENOENT)
			problem_add(problems, zones_folder, 0, NULL, "%s", strerror(errno));
		return errno == ENOMEM ? -1 : 0;
	}
	for (int i = 0; i < count; i++) {
		if (result == 0)
			result = take_zone_file(settings, entries[i]->d_name, problems);
		free(entries[i]);
	}
	free(entries);
	return result;
}

/* [dns.NAME]: to the zone of a file, or a zone of its own. */
static int take_section(struct settings *settings, const struct site_section *section,
    struct problems *problems)
{
	const char *file = site_value(&settings->site, section, "file", "");
	bool secondary = site_next_entry(&settings->site, section, "from", NULL) != NULL;
	char name[ZONE_NAME_MAX], title[ZONE_NAME_MAX + 8];
	struct zone *zone;

	if (text_domain(section->name) || strlen(section->name) >= ZONE_NAME_MAX)
		return 0; /* the schema has said it */
	tsig_key_name(section->name, name);
	snprintf(title, sizeof(title), "[dns.%s]", name);
	zone = find_zone(settings, name);
	if (zone && zone->section)
		problem_add(problems, "site.conf", section->line, title,
		    "the zone has a section already, in line %u", zone->section->line);
	else if (zone && (secondary || *file))
		problem_add(problems, "site.conf",
		    site_line(&settings->site, section, secondary ? "from" : "file"),
		    secondary ? "from" : "file", "%s is there too: which one is the zone?",
		    zone->file);
	else if (!zone && !secondary && !*file)
		problem_add(problems, "site.conf", section->line, title,
		    "no such zone: there is no %s/%s.zone, and no `file =` or `from =` here",
		    zones_folder, name);
	else if (!zone && !(zone = add_zone(settings, name, file)))
		return -1;
	if (zone && !zone->section)
		zone->section = section;
	return 0;
}

static int by_name(const void *left, const void *right)
{
	const struct zone *a = left, *b = right;

	return strcmp(a->name, b->name);
}

static int take_zones(struct settings *settings, struct problems *problems)
{
	const struct site_section *section = NULL;

	if (take_zone_files(settings, problems) == -1)
		return -1;
	while ((section = site_next_section(&settings->site, "dns", section)))
		if (take_section(settings, section, problems) == -1)
			return -1;
	if (settings->zone_count == 0 && problems->errors == 0 && !settings->native)
		problem_add(problems, "site.conf", site_line(&settings->site, settings->server, ""),
		    "[dns]", "no zones: add a file %s/NAME.zone or a section [dns.NAME]",
		    zones_folder);
	if (settings->zones)
		qsort(settings->zones, settings->zone_count, sizeof(*settings->zones), by_name);
	return 0;
}

/* Updates are not undone by forbidding further ones, but by `allow_update = none`. */
static bool has_updates(const struct settings *settings, const struct zone *zone)
{
	const struct site_entry *entry =
	    site_next_entry(&settings->site, zone->section, "allow_update", NULL);

	if (!zone->file[0])
		return false;
	return entry ? !peers_none(entry->value)
	             : !settings->folders.host && seed_is_taken(&settings->folders, zone);
}

/* What the zone's keys make of it, and what then needs a /data that lasts. */
static void judge_zone(const struct settings *settings, struct zone *zone,
    struct problems *problems)
{
	const struct site *site = &settings->site;
	const struct site_section *source;
	bool kept = settings->folders.host || is_kept(settings->folders.data);

	zone->updates = has_updates(settings, zone);
	(void)text_bool(settings_value(settings, zone, "dnssec", "no"), &zone->dnssec);
	zone->given_keys = zone->dnssec && secrets_sign(settings->folders.secrets, zone->name);
	source =
	    site_next_entry(site, zone->section, "dnssec", NULL) ? zone->section : settings->server;
	if (!kept && zone->dnssec && !zone->given_keys)
		problem_add(problems, "site.conf", site_line(site, source, "dnssec"), "dnssec",
		    "the keys of zone %s would be lost at the next start: this machine has no disk "
		    "for /data. Add one, or give the keys in secrets/dns",
		    zone->name);
	if (!kept && zone->updates)
		problem_warn(problems, "site.conf", site_line(site, zone->section, "allow_update"),
		    "allow_update",
		    "updates of zone %s are kept in RAM and end with the next "
		    "start: this machine has no disk for /data",
		    zone->name);
}

/* The catalog is made by the server: it cannot have a file or come from elsewhere. */
static void judge_catalog(const struct settings *settings, struct problems *problems)
{
	const char *catalog = site_value(&settings->site, settings->server, "catalog", "");
	char name[TSIG_NAME_MAX];

	tsig_key_name(catalog, name);
	for (size_t i = 0; i < settings->zone_count; i++)
		if (strcmp(settings->zones[i].name, name) == 0)
			problem_add(problems, "site.conf",
			    site_line(&settings->site, settings->server, "catalog"), "catalog",
			    "there is a zone %s: the catalog needs a name of its own", name);
}

/* dns/knot.conf replaces the sections; both at once would hide one of them. */
static void judge_native(const struct settings *settings, struct problems *problems)
{
	for (size_t i = 0; i < settings->site.section_count; i++) {
		const struct site_section *section = &settings->site.sections[i];

		if (strcmp(section->role, "dns") == 0)
			problem_add(problems, "site.conf", section->line, section->title,
			    "has no effect beside dns/knot.conf: keep one of the two");
	}
}

int settings_load(struct settings *settings, const struct folders *folders,
    struct problems *problems)
{
	struct site *site = &settings->site;

	memset(settings, 0, sizeof(*settings));
	settings->folders = *folders;
	if (site_load(site, folders->site, "site.conf", problems) == -1)
		return -1;
	schema_check(site, dns_schema, problems);
	schema_check_files(site, dns_schema, folders->site, NULL, problems);
	settings->server = site_section(site, "dns");
	settings->native = is_file(folders->site, "dns/knot.conf");
	if (take_zones(settings, problems) == -1)
		return -1;
	if (settings->native) {
		judge_native(settings, problems);
		return 0;
	}
	if (secrets_load(settings, problems) == -1)
		return -1;
	judge_catalog(settings, problems);
	for (size_t i = 0; i < settings->zone_count; i++)
		judge_zone(settings, &settings->zones[i], problems);
	return 0;
}

void settings_free(struct settings *settings)
{
	site_free(&settings->site);
	free(settings->zones);
	if (settings->keys)
		explicit_bzero(settings->keys, settings->key_count * sizeof(*settings->keys));
	free(settings->keys);
}

void zone_file_name(const struct zone *zone, char name[ZONE_NAME_MAX])
{
	memcpy(name, zone->name, ZONE_NAME_MAX);
	for (char *slash = name; (slash = strchr(slash, '/'));)
		*slash = '_';
}

const struct site_entry *settings_next(const struct settings *settings, const struct zone *zone,
    const char *key, const struct site_entry *previous)
{
	const struct site_section *section = zone ? zone->section : NULL;

	if (!site_next_entry(&settings->site, section, key, NULL))
		section = settings->server;
	return site_next_entry(&settings->site, section, key, previous);
}

const char *settings_value(const struct settings *settings, const struct zone *zone,
    const char *key, const char *fallback)
{
	const struct site_entry *entry = settings_next(settings, zone, key, NULL);

	return entry ? entry->value : fallback;
}

const struct tsig_key *settings_key(const struct settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->key_count; i++)
		if (strcmp(settings->keys[i].name, name) == 0)
			return &settings->keys[i];
	return NULL;
}
