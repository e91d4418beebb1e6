/* SPDX-License-Identifier: MIT */
/*
 * http - what the files of this program share.
 *
 * The program reads [http], [http.HOST] and [http.HOST/PATH] of site.conf and writes
 * nginx's configuration:
 *
 *	render.c       the steps, one after the other
 *	keys.c         which keys there are; values that only this role knows
 *	host.c         sections into hosts and paths; settings that are inherited
 *	judge.c        what takes several keys or files to judge
 *	certificate.c  are certificate and key good, and do they belong together?
 *	self-made.c    the certificate for hosts that were given none
 *	config.c       nginx.conf: what holds for the whole server
 *	server.c       nginx.conf: a host
 *	location.c     nginx.conf: a path of a host
 *	guard.c        nginx.conf: who may have it, and how much
 *	content.c      nginx.conf: what it shows
 *	checker.c      `nginx -t`, and its complaints in the site's words
 *	path.c         file names put together
 *	mime-types.c   file name ending to media type
 */
#ifndef WHIT_HTTP_H
#define WHIT_HTTP_H

#include "folders.h"
#include "problem.h"
#include "schema.h"
#include "site.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

enum {
	PLACE_LEVELS_MAX = 4,
	MAX_BODY_DEFAULT = 1024 * 1024, /* bytes of a request's body */
	BODY_BUFFER = 16 * 1024,        /* what of it a connection keeps, before files do */
};

/* Where a setting is looked for: the most special section first. A pattern's section stands
 * before the folder's it is applied in, that before the host's, that before [http]. */
struct place {
	const struct site *site;
	const struct site_section *levels[PLACE_LEVELS_MAX];
	size_t count;
	bool by_name; /* client certificates count only when TLS asked for the host by its name */
};

enum content_kind {
	CONTENT_FILES, /* root */
	CONTENT_REDIRECT,
	CONTENT_PROXY,
	CONTENT_FASTCGI,
	CONTENT_KINDS,
};

/* What a place shows: of the first section that says anything about it. */
struct content {
	enum content_kind kind;
	const char *value;                  /* of the key root, redirect, proxy or fastcgi */
	const struct site_section *section; /* NULL: nobody said anything, root's own default */
};

enum path_match {
	PATH_FOLDER, /* "/docs/": everything below it */
	PATH_EXACT,  /* "/robots.txt" */
	PATH_ENDING, /* "/" "*.css": by the file name's ending */
};

struct path {
	const char *path; /* as written, or "*.css" without the slash */
	enum path_match match;
	const struct site_section *section;
};

struct host {
	char *label;                        /* "" = the first host, [http] itself */
	const struct site_section *section; /* NULL = none */
	struct place place;
	struct path *paths;
	size_t path_count;
	bool tls;
	char certificate[PATH_MAX]; /* absolute; "" without TLS */
	char key[PATH_MAX];
};

struct http {
	const struct site *site;
	const struct folders *folders;
	const struct site_section *role; /* [http], or NULL */
	struct host *hosts;              /* the first is [http] */
	size_t host_count;
	bool ipv6;   /* the kernel has it */
	bool native; /* the site has an http/nginx.conf of its own */
};

/* keys.c */
extern const struct schema_section http_schema[];
bool keys_is_for_role(const char *key); /* stands only in [http] */
bool keys_is_for_host(const char *key); /* stands only in [http] and [http.HOST] */

/* host.c */
enum { SECTION_TITLE_MAX = 300 };
const char *section_title(const struct site_section *section, char title[SECTION_TITLE_MAX]);
int hosts_read(struct http *http, struct problems *problems);
void hosts_free(struct http *http);
struct place place_of_path(const struct host *host, const struct path *ending,
    const struct path *path);
const struct site_section *place_section(const struct place *place, const char *key);
const struct site_entry *place_entry(const struct place *place, const char *key);
const char *place_value(const struct place *place, const char *key, const char *fallback);
bool place_bool(const struct place *place, const char *key, bool fallback);
long place_seconds(const struct place *place, const char *key, long fallback);
struct content place_content(const struct place *place);

/* judge.c */
void judge(const struct http *http, struct problems *problems);

/* certificate.c: reports at the host's entries. */
void certificate_check(const struct http *http, const struct host *host, struct problems *problems);

/* self-made.c: makes FOLDER/self-made.{crt,key} for these names unless what is there fits, and
 * says so unless quiet. 0, or -1 with the reason in why. */
int self_made(const char *folder, const char *names, bool quiet, char why[PROBLEM_TEXT_MAX]);

/* config.c, server.c, location.c, guard.c, content.c. ending and path may be NULL: see host.c. */
void config_print(FILE *out, const struct http *http);
int config_write(const struct http *http, const char *folder); /* 0, or -1 with errno */
void server_write(FILE *out, const struct http *http, const struct host *host);
void server_tls_write(FILE *out, const struct http *http);
void error_pages_write(FILE *out, const struct place *place);
void locations_write(FILE *out, const struct http *http, const struct host *host);
void guards_write(FILE *out, const struct http *http, const struct place *place);
void headers_write(FILE *out, const struct place *place, enum content_kind kind);
void content_write(FILE *out, const struct http *http, const struct place *place,
    const struct path *ending, const struct path *path);
void write_origin(FILE *out, const struct site *site, const struct site_section *section);
void write_quoted(FILE *out, const char *text);

/* checker.c: 0 = nginx takes what is in folder, 1 = problems say why not, -1 with errno. */
int checker_run(const struct http *http, const char *folder, struct problems *problems);

/* path.c: FOLDER/NAME; ends the program when that is too long. */
void path_join(char out[PATH_MAX], const char *folder, const char *name);
bool path_is_there(const char *folder, const char *name);

/* mime-types.c */
extern const char mime_types[];

#endif
