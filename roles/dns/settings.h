/* SPDX-License-Identifier: MIT */
/*
 * settings - what a site says about its zones, read and judged.
 *
 * A zone is there because a file dns/zones/NAME.zone stands in the site, or because
 * a section [dns.NAME] says where to get it from.
 */
#ifndef WHIT_DNS_SETTINGS_H
#define WHIT_DNS_SETTINGS_H

#include "folders.h"
#include "problem.h"
#include "site.h"
#include "tsig-key.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ZONE_NAME_MAX = 256, ZONES_MAX = 10000 };

struct zone {
	char name[ZONE_NAME_MAX];           /* lower case, no dot at the end */
	char file[ZONE_NAME_MAX + 64];      /* in the site; "" = a secondary zone */
	const struct site_section *section; /* [dns.NAME], or NULL */
	bool updates;                       /* takes dynamic updates (RFC 2136), or did: it
	                                       * lives on /data, its file is a seed (seed.h) */
	bool dnssec;
	bool given_keys; /* signed with keys from secrets/dns */
};

struct settings {
	struct folders folders;
	struct site site;
	const struct site_section *server; /* [dns], or NULL */
	struct zone *zones;                /* sorted by name */
	size_t zone_count;
	struct tsig_key *keys;
	size_t key_count;
	bool native; /* dns/knot.conf replaces all of the above */
};

/* Reads and judges everything but the zone files' own text. Returns 0, or -1 when out
 * of memory; mistakes of the site are in problems. */
int settings_load(struct settings *settings, const struct folders *folders,
    struct problems *problems);
void settings_free(struct settings *settings);

/* The zone's name as part of a file's, as Knot makes it: no slashes (RFC 2317 has them). */
void zone_file_name(const struct zone *zone, char name[ZONE_NAME_MAX]);

/* The entries of KEY that count for a zone: its own, or those of [dns] when it has
 * none. Use like site_next_entry(). */
const struct site_entry *settings_next(const struct settings *settings, const struct zone *zone,
    const char *key, const struct site_entry *previous);

/* A single value for a zone: its own, that of [dns], or fallback. */
const char *settings_value(const struct settings *settings, const struct zone *zone,
    const char *key, const char *fallback);

const struct tsig_key *settings_key(const struct settings *settings, const char *name);

#endif
