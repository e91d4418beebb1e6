/* SPDX-License-Identifier: MIT */
/*
 * site [pure] - site.conf (and role.conf, and every other ini file of ours) as a
 * list of sections and their entries, each with its line number.
 *
 *	# a comment on a line of its own
 *	[dns.example.net]        ; [ROLE] or [ROLE.NAME]
 *	key = value              ; a comment behind a blank and a semicolon
 *
 * Keys are lower-case letters, digits, '-' and '_'. Reported as problems, with
 * their line: what is neither section, `key = value`, comment nor blank; a
 * section that stands twice; a key before the first section; a line longer than
 * SITE_LINE_MAX; NUL and control bytes; bytes that are no UTF-8. A byte order
 * mark, CR LF and a missing last newline are fine. Whether sections, keys and
 * values mean something is the schema's to say (schema.h).
 *
 * site_load() in site-load.c reads a file; all else is free of system calls.
 */
#ifndef WHIT_SITE_H
#define WHIT_SITE_H

#include "problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SITE_LINE_MAX = 4000,        /* bytes of a line, its end not counted */
	SITE_FILE_MAX = 1024 * 1024, /* bytes of a file */
};

struct site_entry {
	const char *key;
	const char *value; /* may be "" */
	unsigned line;
};

struct site_section {
	const char *title; /* "dns.example.net"; "" = a line that was refused */
	const char *role;  /* "dns": up to the first dot */
	const char *name;  /* "example.net": behind it; "" in [dns] */
	unsigned line;
	size_t first; /* entries[first .. first + count - 1] */
	size_t count;
};

struct site {
	const char *file;              /* the name messages use; not owned */
	struct site_section *sections; /* in the order of the file */
	size_t section_count;
	struct site_entry *entries;
	size_t entry_count;
	char *strings; /* everything the fields above point to */
	size_t strings_used;
};

/* Parses length bytes of text. file is the name used in messages and must outlive
 * site. Good lines are kept even when others have problems, so that a schema can
 * judge them in the same run. Returns 0, or -1 when out of memory (errno ENOMEM).
 * site need not be initialised; free it with site_free() in either case. */
int site_parse(struct site *site, const char *file, const char *text, size_t length,
    struct problems *problems);

/* Reads FOLDER/file and parses it; messages use file ("site.conf"). A file that is
 * absent, no regular file, unreadable or too big is a problem too, of the empty
 * site that results. Returns like site_parse(). */
int site_load(struct site *site, const char *folder, const char *file, struct problems *problems);

void site_free(struct site *site);

/* The section [title], or NULL. */
const struct site_section *site_section(const struct site *site, const char *title);

/* The sections [ROLE.NAME] (not [ROLE]) in the order of the file: the one after
 * previous, the first when previous is NULL; NULL = no more.
 *
 *	const struct site_section *zone = NULL;
 *	while ((zone = site_next_section(site, "dns", zone)))
 *		... zone->name ... site_value(site, zone, "dnssec", "no")
 */
const struct site_section *site_next_section(const struct site *site, const char *role,
    const struct site_section *previous);

/* The entries of section with this key, in the order of the file; the one after
 * previous, the first when previous is NULL; NULL = no more. section may be NULL. */
const struct site_entry *site_next_entry(const struct site *site,
    const struct site_section *section, const char *key, const struct site_entry *previous);

/* The value of the first entry with this key, or fallback. section may be NULL: a
 * section that is not there has only fallbacks. */
const char *site_value(const struct site *site, const struct site_section *section, const char *key,
    const char *fallback);

/* The same, read by the grammar of text.h. A value that is bad gives fallback too:
 * run schema_check() first. */
bool site_bool(const struct site *site, const struct site_section *section, const char *key,
    bool fallback);
int64_t site_integer(const struct site *site, const struct site_section *section, const char *key,
    int64_t fallback);
uint64_t site_duration(const struct site *site, const struct site_section *section, const char *key,
    uint64_t fallback_milliseconds);
uint64_t site_size(const struct site *site, const struct site_section *section, const char *key,
    uint64_t fallback_bytes);

/* Line of the first entry with this key, else of the section, else 0: for messages. */
unsigned site_line(const struct site *site, const struct site_section *section, const char *key);

#endif
