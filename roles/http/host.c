/* SPDX-License-Identifier: MIT */
/*
 * host [pure] - the sections of http as hosts with paths, and settings that are inherited:
 * a path has its host's, a host has those of [http].
 */

#include "http.h"
#include "text-values.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *const content_keys[CONTENT_KINDS] = {
	[CONTENT_FILES] = "root",
	[CONTENT_REDIRECT] = "redirect",
	[CONTENT_PROXY] = "proxy",
	[CONTENT_FASTCGI] = "fastcgi",
};

/* NULL, or why this is no path of a section's name. Of the characters that nginx or its
 * regular expressions give a meaning, only the star of "*.css" is wanted. */
static const char *bad_path(const char *path)
{
	const char *star = strchr(path, '*');

	if (strcmp(path, "/") == 0)
		return "the path / is the host itself: write its keys there";
	if (strpbrk(path, " \t\"\\;{}$[]#?%"))
		return "a path may hold no blank and none of \" \\ ; { } $ [ ] # ? %";
	if (strstr(path, "//") || strstr(path, "/./") || strstr(path, "/../"))
		return "a path has no empty part and no dots for a part";
	if (!star)
		return NULL;
	if (star != path + 1 || star[1] != '.' || star[2] == '\0')
		return "a pattern is /*.ENDING";
	for (const char *c = star + 2; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("._-", *c))
			return "an ending is letters, digits, dot, dash and underscore";
	return NULL;
}

const char *section_title(const struct site_section *section, char title[SECTION_TITLE_MAX])
{
	snprintf(title, SECTION_TITLE_MAX, "[%s]", section->title);
	return title;
}

static struct host *find_host(struct http *http, const char *label, size_t length)
{
	for (size_t i = 0; i < http->host_count; i++) {
		struct host *host = &http->hosts[i];

		if (strlen(host->label) == length && memcmp(host->label, label, length) == 0)
			return host;
	}
	return NULL;
}

static int add_host(struct http *http, const char *label, const struct site_section *section)
{
	struct host *host = &http->hosts[http->host_count++];

	host->label = strdup(label);
	host->section = section;
	host->place.site = http->site;
	if (section)
		host->place.levels[host->place.count++] = section;
	if (http->role && section != http->role)
		host->place.levels[host->place.count++] = http->role;
	host->paths = calloc(http->site->section_count + 1, sizeof(*host->paths));
	return host->label && host->paths ? 0 : -1;
}

static void add_path(struct http *http, const struct site_section *section,
    struct problems *problems)
{
	const char *path = strchr(section->name, '/');
	struct host *host = find_host(http, section->name, (size_t)(path - section->name));
	const char *why = bad_path(path);
	char title[SECTION_TITLE_MAX];
	struct path *new;

	section_title(section, title);
	if (why) {
		problem_add(problems, http->site->file, section->line, title, "%s", why);
		return;
	}
	if (!host) {
		problem_add(problems, http->site->file, section->line, title,
		    "there is no section [http.%.*s]", (int)(path - section->name), section->name);
		return;
	}
	new = &host->paths[host->path_count++];
	new->section = section;
	new->path = path;
	new->match = PATH_EXACT;
	if (path[1] == '*') {
		new->match = PATH_ENDING;
		new->path = path + 1;
	} else if (path[strlen(path) - 1] == '/') {
		new->match = PATH_FOLDER;
	}
}

/* A handshake without a name, or with an unknown one, is that of the first host at an address: what
 * client_ca of that one has signed says nothing to a host with another. */
static bool needs_name(const struct http *http, const struct host *host)
{
	const char *authority = place_value(&host->place, "client_ca", NULL);

	for (size_t i = 0; i < http->host_count && authority && host > http->hosts; i++) {
		const char *other = place_value(&http->hosts[i].place, "client_ca", authority);

		if (strcmp(other, authority) != 0)
			return true;
	}
	return false;
}

int hosts_read(struct http *http, struct problems *problems)
{
	const struct site_section *section = NULL;

	http->role = site_section(http->site, "http");
	http->hosts = calloc(http->site->section_count + 1, sizeof(*http->hosts));
	if (!http->hosts || add_host(http, "", http->role) == -1)
		return -1;
	while ((section = site_next_section(http->site, "http", section)))
		if (!strchr(section->name, '/') && add_host(http, section->name, section) == -1)
			return -1;
	while ((section = site_next_section(http->site, "http", section)))
		if (strchr(section->name, '/'))
			add_path(http, section, problems);
	for (size_t i = 0; i < http->host_count; i++) {
		struct host *host = &http->hosts[i];

		host->tls = place_bool(&host->place, "tls", false);
		host->place.by_name = needs_name(http, host);
	}
	return 0;
}

void hosts_free(struct http *http)
{
	for (size_t i = 0; i < http->host_count; i++) {
		free(http->hosts[i].label);
		free(http->hosts[i].paths);
	}
	free(http->hosts);
}

/* Where the settings of a location are looked for: of a pattern (ending), of a path, or of the
 * pattern within the path. Either may be NULL. */
struct place place_of_path(const struct host *host, const struct path *ending,
    const struct path *path)
{
	struct place place = { .site = host->place.site, .by_name = host->place.by_name };

	if (ending)
		place.levels[place.count++] = ending->section;
	if (path)
		place.levels[place.count++] = path->section;
	for (size_t i = 0; i < host->place.count; i++)
		place.levels[place.count++] = host->place.levels[i];
	return place;
}

/* The most special section that has the key, or NULL. */
const struct site_section *place_section(const struct place *place, const char *key)
{
	for (size_t i = 0; i < place->count; i++)
		if (site_next_entry(place->site, place->levels[i], key, NULL))
			return place->levels[i];
	return NULL;
}

const struct site_entry *place_entry(const struct place *place, const char *key)
{
	return site_next_entry(place->site, place_section(place, key), key, NULL);
}

const char *place_value(const struct place *place, const char *key, const char *fallback)
{
	return site_value(place->site, place_section(place, key), key, fallback);
}

bool place_bool(const struct place *place, const char *key, bool fallback)
{
	return site_bool(place->site, place_section(place, key), key, fallback);
}

/* Rounded up: nginx's times are whole seconds where they matter here. */
long place_seconds(const struct place *place, const char *key, long fallback)
{
	uint64_t value =
	    site_duration(place->site, place_section(place, key), key, (uint64_t)fallback * 1000);

	return (long)((value + 999) / 1000);
}

/* A section with `fastcgi` may have `root` as well: then that is where its scripts lie. */
struct content place_content(const struct place *place)
{
	static const enum content_kind order[] = { CONTENT_REDIRECT, CONTENT_PROXY, CONTENT_FASTCGI,
		CONTENT_FILES };

	for (size_t i = 0; i < place->count; i++) {
		for (size_t k = 0; k < CONTENT_KINDS; k++) {
			const char *value =
			    site_value(place->site, place->levels[i], content_keys[order[k]], NULL);

			if (value)
				return (struct content){ order[k], value, place->levels[i] };
		}
	}
	return (struct content){ CONTENT_FILES, "http/www", NULL };
}
