/* SPDX-License-Identifier: MIT */
/*
 * location - nginx.conf: what a path of a host shows, to whom and how.
 *
 * Each location says all that holds for it, so that nginx's own rules of inheritance
 * (add_header, error_page) never matter. Which one is taken: an exact path, else the longest
 * folder, else a pattern `*.ENDING`. Patterns are repeated inside each folder of files, so that
 * the section of /private/ holds for /private/a.php, and that of *.php as well. An exact path has
 * what its pattern says, too: that of /login.php limits a script and does not make it text.
 */

#include "http.h"
#include "text-values.h"

#include <string.h>

static const char *const error_codes[] = { "400", "401", "403", "404", "413", "429", "500", "502",
	"503", "504" };

/* A folder of files may hold its own 404.html, as web people expect. */
static void write_own_404(FILE *out, const struct http *http, const struct place *place,
    const struct content *content, const char *prefix)
{
	char folder[PATH_MAX];

	if (content->kind != CONTENT_FILES || place_entry(place, "error_404") ||
	    place_entry(place, "fallback"))
		return;
	path_join(folder, http->folders->site, content->value);
	if (path_is_there(folder, "404.html"))
		fprintf(out, "\t\terror_page 404 \"%s404.html\";\n", prefix);
}

void error_pages_write(FILE *out, const struct place *place)
{
	char key[16];

	for (size_t i = 0; i < sizeof(error_codes) / sizeof(*error_codes); i++) {
		const struct site_entry *entry;

		snprintf(key, sizeof(key), "error_%s", error_codes[i]);
		entry = place_entry(place, key);
		if (entry)
			fprintf(out, "\t\terror_page %s /.whit/error/%u;\n", error_codes[i],
			    entry->line);
	}
}

static void write_body(FILE *out, const struct http *http, const struct place *place,
    const struct path *ending, const struct path *path)
{
	struct content content = place_content(place);
	bool files = content.kind == CONTENT_FILES;
	const char *charset = place_value(place, "charset", NULL);
	bool own_root = path && !ending && content.section == path->section;
	const char *gzip;

	guards_write(out, http, place);
	headers_write(out, place, content.kind);
	error_pages_write(out, place);
	write_own_404(out, http, place, &content, own_root ? path->path : "/");
	gzip = place_bool(place, "gzip", files) ? "on" : "off";
	fprintf(out, "\t\tgzip %s;\n\t\tgzip_static %s;\n", gzip, files ? gzip : "off");
	if (charset)
		fprintf(out, "\t\tcharset %s;\n", charset);
	content_write(out, http, place, ending, path);
}

static void write_endings(FILE *out, const struct http *http, const struct host *host,
    const struct path *folder)
{
	for (size_t i = 0; i < host->path_count; i++) {
		const struct path *ending = &host->paths[i];
		struct place place = place_of_path(host, ending, folder);

		if (ending->match != PATH_ENDING)
			continue;
		write_origin(out, http->site, ending->section);
		fputs("\tlocation ~ \"", out);
		for (const char *c = ending->path + 1; *c; c++)
			fprintf(out, *c == '.' ? "\\%c" : "%c", *c);
		fputs("$\" {\n", out);
		write_body(out, http, &place, ending, folder);
		fputs("\t}\n", out);
	}
}

static void write_error_locations(FILE *out, const struct http *http,
    const struct site_section *section)
{
	for (size_t i = 0; section && i < section->count; i++) {
		const struct site_entry *entry = &http->site->entries[section->first + i];

		if (strncmp(entry->key, "error_", 6) == 0)
			fprintf(out,
			    "\tlocation = /.whit/error/%u { internal; alias \"%s/%s\"; }\n",
			    entry->line, http->folders->site, entry->value);
	}
}

/* "/docs" leads to "/docs/", unless it is a path of its own. */
static void write_slash(FILE *out, const struct host *host, const struct path *folder)
{
	size_t length = strlen(folder->path) - 1;

	for (size_t i = 0; i < host->path_count; i++) {
		const char *other = host->paths[i].path;

		if (strlen(other) == length && strncmp(other, folder->path, length) == 0)
			return;
	}
	fprintf(out, "\tlocation = \"%.*s\" { return 301 \"%s$is_args$args\"; }\n", (int)length,
	    folder->path, folder->path);
}

/* The first pattern that a path meets, as nginx would choose it; NULL when there is none, or when it shows
 * nothing here: a host that leads elsewhere has no files. */
static const struct path *ending_of(const struct host *host, const struct path *path)
{
	size_t length = strlen(path->path);

	for (size_t i = 0; i < host->path_count && path->match == PATH_EXACT; i++) {
		const struct path *ending = &host->paths[i];
		size_t tail = strlen(ending->path) - 1; /* without the star */

		if (ending->match == PATH_ENDING && length > tail &&
		    strcmp(path->path + length - tail, ending->path + 1) == 0)
			return place_content(&host->place).kind == CONTENT_REDIRECT ? NULL : ending;
	}
	return NULL;
}

/* A folder or an exact path; of the latter's pattern the settings hold, and what it shows unless the
 * path says that itself. */
static void write_path(FILE *out, const struct http *http, const struct host *host,
    const struct path *path)
{
	const struct path *ending = ending_of(host, path);
	struct place place = place_of_path(host, path, ending); /* the path's word comes first */
	struct content content = place_content(&place);

	write_origin(out, http->site, path->section);
	if (path->match == PATH_FOLDER)
		write_slash(out, host, path);
	fprintf(out, "\tlocation %s \"%s\" {\n", path->match == PATH_EXACT ? "=" : "^~",
	    path->path);
	write_body(out, http, &place, ending && content.section == ending->section ? ending : NULL,
	    path);
	if (path->match == PATH_FOLDER && content.kind == CONTENT_FILES)
		write_endings(out, http, host, path);
	fputs("\t}\n", out);
}

void locations_write(FILE *out, const struct http *http, const struct host *host)
{
	struct content content = place_content(&host->place);

	for (size_t i = 0; i < host->place.count; i++)
		write_error_locations(out, http, host->place.levels[i]);
	for (size_t i = 0; i < host->path_count; i++)
		write_error_locations(out, http, host->paths[i].section);
	fprintf(out, "\troot \"%s/%s\";\n", http->folders->site,
	    content.kind == CONTENT_FILES ? content.value
	                                  : place_value(&host->place, "root", "http/www"));
	fputs("\tlocation / {\n", out);
	write_body(out, http, &host->place, NULL, NULL);
	fputs("\t}\n", out);
	if (content.kind != CONTENT_REDIRECT)
		write_endings(out, http, host, NULL);
	for (size_t i = 0; i < host->path_count; i++)
		if (host->paths[i].match != PATH_ENDING)
			write_path(out, http, host, &host->paths[i]);
}
