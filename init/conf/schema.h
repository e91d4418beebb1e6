/* SPDX-License-Identifier: MIT */
/*
 * schema [pure] - which sections and keys a file may hold, and of what type their
 * values are, as constant tables.
 *
 *	static const struct schema_key zone_keys[] = {
 *		{ "from",   SCHEMA_SERVER, SCHEMA_LIST, .conflicts = "dnssec" },
 *		{ "key",    SCHEMA_SECRET, .needs = "from" },
 *		{ "dnssec", SCHEMA_BOOL },
 *		{ "ttl",    SCHEMA_DURATION, .min = 1000, .max = 86400000 },
 *		{ 0 },
 *	};
 *	static const struct schema_section dns_schema[] = {
 *		{ "dns",   server_keys },
 *		{ "dns.*", zone_keys, .name_type = SCHEMA_DOMAIN },
 *		{ 0 },
 *	};
 *
 * A role's render program does, in this order: site_load(), schema_check(),
 * schema_check_files(), checks of its own with problem_add(site.file, line, ...),
 * then problems_print().
 */
#ifndef WHIT_SCHEMA_H
#define WHIT_SCHEMA_H

#include "problem.h"
#include "site.h"

#include <stdint.h>

enum schema_type {
	SCHEMA_TEXT, /* anything that is not empty */
	SCHEMA_BOOL,
	SCHEMA_INTEGER,  /* .min .max */
	SCHEMA_DURATION, /* .min .max in milliseconds */
	SCHEMA_SIZE,     /* .min .max in bytes */
	SCHEMA_SHARE,    /* a size, or a percentage of memory: "64M", "75%" */
	SCHEMA_PORT,
	SCHEMA_MAC,
	SCHEMA_ADDRESS,
	SCHEMA_PREFIX,  /* address/prefix of a card */
	SCHEMA_NETWORK, /* address or network/prefix of an allow list */
	SCHEMA_LISTEN,
	SCHEMA_SERVER, /* address with an optional port */
	SCHEMA_HOSTNAME,
	SCHEMA_DOMAIN,
	SCHEMA_HOST_PATTERN,
	SCHEMA_NAME,
	SCHEMA_CARD,
	SCHEMA_FILE,   /* path in the site: a file */
	SCHEMA_FOLDER, /* path in the site: a folder */
	SCHEMA_SECRET, /* file in secrets/ROLE/ */
	SCHEMA_CHOICE, /* one of .choices, nothing else */
	SCHEMA_TYPE_COUNT,
};

enum schema_flag {
	SCHEMA_REQUIRED =
	    1,           /* of a key: must stand in each such section; of a section: in the file */
	SCHEMA_LIST = 2, /* one or more words of the type, blank separated */
	SCHEMA_REPEAT = 4, /* the key may stand several times in a section */
	SCHEMA_EMPTY = 8,  /* an empty value is allowed */
	SCHEMA_LATER = 16, /* known, but this version of Whit does not do it: refused, saying so */
};

struct schema_key {
	const char *name;
	enum schema_type type;
	unsigned flags;
	int64_t min, max;           /* both 0: no limit */
	const char *const *choices; /* ended by NULL. SCHEMA_CHOICE: the values; other types:
	                                 * words allowed besides, as `dhcp` among addresses */
	const char *conflicts;      /* keys, blank separated, that may not stand beside this one */
	const char *needs;          /* keys, blank separated, that must stand beside this one */
	const char
	    *(*check)(const char *value); /* after the type: reason or NULL; per word of a list */
};

struct schema_section {
	const char *pattern;           /* "dns": [dns]; "dns.*": every [dns.NAME] */
	const struct schema_key *keys; /* ended by name NULL */
	unsigned flags;                /* SCHEMA_REQUIRED */
	enum schema_type name_type;    /* of NAME; SCHEMA_TEXT: anything not empty */
};

/* Judges the sections whose first word is that of a pattern of the schema, and
 * leaves all others to whoever knows them. Reports unknown sections and keys with
 * the nearest known name, keys that stand twice, bad values, what is missing and
 * what does not go together. */
void schema_check(const struct site *site, const struct schema_section *schema,
    struct problems *problems);

/* The pattern that matches section, and its key of that name; NULL = none. */
const struct schema_section *schema_find(const struct schema_section *schema,
    const struct site_section *section);
const struct schema_key *schema_find_key(const struct schema_section *pattern, const char *name);

/* One value against one key's type, choices, range and check. Returns 0, or -1 with
 * the reason in why (at most PROBLEM_TEXT_MAX bytes). */
int schema_check_value(const struct schema_key *key, const char *value, char why[PROBLEM_TEXT_MAX]);

/* Do the files exist that keys of type SCHEMA_FILE, SCHEMA_FOLDER and SCHEMA_SECRET
 * name? Looks into site_folder and secrets_folder (the role's own; NULL = no secrets are here,
 * do not look). Not pure: schema-files.c. Values that schema_check() refuses are skipped. */
void schema_check_files(const struct site *site, const struct schema_section *schema,
    const char *site_folder, const char *secrets_folder, struct problems *problems);

#endif
