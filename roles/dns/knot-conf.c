/* SPDX-License-Identifier: MIT */
#include "knot-conf.h"

#include "knot-conf-peers.h"
#include "text-values.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum {
	EDNS_BYTES = 1232,  /* no fragments on any sane path (DNS flag day 2020) */
	RATE_LIMIT = 200,   /* answers a second for one address, see README.md */
	RATE_BURST = 5,     /* seconds' worth at once */
	RATE_TABLE = 32768, /* addresses remembered, 8 bytes each */
	TCP_CLIENTS = 1000,
	TCP_IDLE_MS = 10000,
	BACKGROUND_WORKERS = 4, /* each may wait 5 s for another server */
};

void knot_conf_string(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

static void write_path(FILE *out, const char *key, const char *folder, const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s%s%s", folder, *name ? "/" : "", name);
	fprintf(out, "    %s: ", key);
	knot_conf_string(out, path);
	fputc('\n', out);
}

/*
 * How much of the journal one zone may take: half of what /data can hold, for a signed zone
 * stands in it whole, and one that does not fit is not served at all. Not less than Knot's own
 * default. The history of changes is bounded by their number (20) anyway.
 */
static void write_journal_limit(FILE *out, const struct settings *settings)
{
	unsigned long long least = 100ULL << 20, limit = least;
	struct statvfs status;

	if (statvfs(settings->folders.data, &status) == 0)
		limit = (unsigned long long)status.f_blocks * status.f_frsize / 2;
	fprintf(out, "    journal-max-usage: %llu\n", limit < least ? least : limit);
}

/*
 * How large a zone may become by transfers and updates, in bytes on the wire: another server that sends
 * without end must not take the memory from all zones. In memory a zone takes about five times as
 * much, and twice that while a new version comes.
 */
static void write_zone_limit(FILE *out)
{
	unsigned long long memory = (unsigned long long)sysconf(_SC_PHYS_PAGES) *
	    (unsigned long long)sysconf(_SC_PAGE_SIZE);

	fprintf(out, "    zone-max-size: %llu\n", memory / 16);
}

static long processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count < 1 ? 1 : count;
}

static void write_listen(FILE *out, const struct settings *settings)
{
	const struct site_entry *entry = NULL;
	char word[TEXT_WORD_MAX], address[TEXT_ADDRESS_MAX];
	struct text_listen listen;
	const char *rest;
	bool any = true;

	while ((entry = settings_next(settings, NULL, "listen", entry)))
		for (rest = entry->value; text_next_word(&rest, word, sizeof(word)) == 1;) {
			unsigned port;

			if (text_listen(word, &listen))
				continue;
			any = false;
			port = listen.port ? listen.port : 53;
			if (listen.any)
				fprintf(out, "    listen: [ 0.0.0.0@%u, ::@%u ]\n", port, port);
			else
				fprintf(out, "    listen: %s@%u\n",
				    text_format_address(&listen.address, address), port);
		}
	if (any)
		fputs("    listen: [ 0.0.0.0@53, ::@53 ]\n", out);
}

/* One thread a processor is enough for the questions; a slow transfer holds up one TCP
 * thread, so there are two of them at least. */
static void write_server(FILE *out, const struct settings *settings)
{
	const struct site *site = &settings->site;
	const struct site_section *server = settings->server;
	long cpus = processors();

	fputs("server:\n    identity: \"\"\n    version: \"\"\n    nsid: \"\"\n", out);
	write_path(out, "rundir", settings->folders.run, "");
	fprintf(out, "    udp-max-payload: %d\n", EDNS_BYTES);
	fprintf(out, "    udp-workers: %ld\n    tcp-workers: %ld\n    background-workers: %d\n",
	    cpus, cpus < 2 ? 2 : cpus, BACKGROUND_WORKERS);
	fprintf(out, "    tcp-max-clients: %lld\n",
	    (long long)site_integer(site, server, "tcp_clients", TCP_CLIENTS));
	fprintf(out, "    tcp-idle-timeout: %llu\n",
	    (unsigned long long)site_duration(site, server, "tcp_idle", TCP_IDLE_MS) / 1000);
	write_listen(out, settings);
}

static void write_common(FILE *out, const struct settings *settings, const char *control)
{
	fputs("control:\n", out);
	write_path(out, "listen", control, "");
	fputs("log:\n  - target: stderr\n    any: info\ndatabase:\n", out);
	write_path(out, "storage", settings->folders.data, "");
}

/* Cookies first: whoever shows a good one is not limited. The limit by time spent on TCP
 * stays off: a slow machine would lock out its own secondaries by it. */
static void write_defaults(FILE *out, const struct settings *settings)
{
	int64_t rate = site_integer(&settings->site, settings->server, "rate_limit", RATE_LIMIT);
	const char *limit = site_value(&settings->site, settings->server, "rate_limit", "");
	const struct site_entry *entry = NULL;
	char word[TEXT_WORD_MAX];
	const char *rest;

	if (strcmp(limit, "no") == 0) {
		fputs("template:\n  - id: default\n    global-module: mod-cookies\n", out);
		write_journal_limit(out, settings);
		write_zone_limit(out);
		return;
	}
	fprintf(out,
	    "mod-rrl:\n  - id: default\n    rate-limit: %lld\n    instant-limit: %lld\n"
	    "    slip: 1\n    table-size: %d\n    time-rate-limit: 0\n",
	    (long long)rate, (long long)rate * RATE_BURST, RATE_TABLE);
	while ((entry = settings_next(settings, NULL, "rate_limit_exempt", entry)))
		for (rest = entry->value; text_next_word(&rest, word, sizeof(word)) == 1;)
			fprintf(out, "    whitelist: %s\n", word);
	fputs("template:\n  - id: default\n    global-module: [ mod-cookies, mod-rrl/default ]\n",
	    out);
	write_journal_limit(out, settings);
	write_zone_limit(out);
}

/* How the zone is signed. CDS is always there: it is what the parent zone needs. */
static void write_policy(FILE *out, const struct settings *settings, const struct zone *zone)
{
	bool nsec3 = false;

	(void)text_bool(settings_value(settings, zone, "nsec3", "no"), &nsec3);
	fputs("policy:\n  - id: ", out);
	knot_conf_string(out, zone->name);
	fprintf(out,
	    "\n    algorithm: ecdsap256sha256\n    manual: %s\n    nsec3: %s\n"
	    "    cds-cdnskey-publish: always\n    signing-threads: %ld\n",
	    zone->given_keys ? "on" : "off", nsec3 ? "on" : "off", processors());
}

static void write_signing(FILE *out, const struct settings *settings, const struct zone *zone)
{
	const char *serial = settings_value(settings, zone, "serial", NULL);

	if (zone->dnssec) {
		fputs("    dnssec-signing: on\n    dnssec-policy: ", out);
		knot_conf_string(out, zone->name);
		fputc('\n', out);
	}
	if (serial)
		fprintf(out, "    serial-policy: %s\n", serial);
}

/*
 * Where a zone's content comes from, and where it is kept:
 * - from another server, or with updates: the journal on /data is the zone;
 * - signed: the file, with the serial and the signatures of the journal;
 * - else the file is the zone, and nothing is kept.
 * zonefile-sync -1: Knot never writes into the site.
 */
static void write_content(FILE *out, const struct settings *settings, const struct zone *zone)
{
	const char *load = "whole", *journal = "none";

	if (!zone->file[0] || zone->updates) {
		load = "none";
		journal = "all";
	} else if (zone->dnssec) {
		load = "difference-no-serial";
		journal = "all";
	}
	if (zone->file[0])
		write_path(out, "file", settings->folders.site, zone->file);
	fprintf(out, "    zonefile-sync: -1\n    zonefile-load: %s\n    journal-content: %s\n",
	    load, journal);
	write_signing(out, settings, zone);
}

static void write_zone(FILE *out, const struct settings *settings, const struct zone *zone,
    struct peer_table *table)
{
	const char *catalog = site_value(&settings->site, settings->server, "catalog", NULL);
	bool interpret = site_bool(&settings->site, zone->section, "catalog", false);

	fputs("  - domain: ", out);
	knot_conf_string(out, zone->name);
	fputc('\n', out);
	write_content(out, settings, zone);
	if (interpret)
		fprintf(out, "    catalog-role: interpret\n    catalog-template: \"%s\"\n",
		    zone->name);
	if (catalog && zone->file[0])
		fprintf(out, "    catalog-role: member\n    catalog-zone: \"%s\"\n", catalog);
	peer_table_zone(table, out, settings, zone);
}

/* The zones a catalog (RFC 9432) lists come from where the catalog comes from. */
static void write_templates(FILE *out, const struct settings *settings, struct peer_table *table)
{
	for (size_t i = 0; i < settings->zone_count; i++) {
		const struct zone *zone = &settings->zones[i];

		if (!site_bool(&settings->site, zone->section, "catalog", false))
			continue;
		fprintf(out,
		    "  - id: \"%s\"\n    zonefile-sync: -1\n    zonefile-load: none\n"
		    "    journal-content: all\n",
		    zone->name);
		peer_table_zone(table, out, settings, zone);
	}
}

static void write_zones(FILE *out, const struct settings *settings, struct peer_table *table)
{
	const char *catalog = site_value(&settings->site, settings->server, "catalog", NULL);

	fputs("zone:\n", out);
	if (catalog) {
		fprintf(out,
		    "  - domain: \"%s\"\n    catalog-role: generate\n"
		    "    zonefile-sync: -1\n    journal-content: all\n",
		    catalog);
		peer_table_zone(table, out, settings, NULL);
	}
	for (size_t i = 0; i < settings->zone_count; i++)
		write_zone(out, settings, &settings->zones[i], table);
}

int knot_conf_write(FILE *out, const struct settings *settings, const char *keys)
{
	struct peer_table table = { 0 };
	char control[4096];
	FILE *templates, *zones;
	char *text[2] = { NULL, NULL };
	size_t length[2];

	/* written first, for what they refer to must stand before them */
	templates = open_memstream(&text[0], &length[0]);
	zones = open_memstream(&text[1], &length[1]);
	if (templates && zones) {
		write_templates(templates, settings, &table);
		write_zones(zones, settings, &table);
	}
	if (!templates || fclose(templates) || !zones || fclose(zones))
		return -1;
	fputs("# Written by the role dns from site.conf at each start: changes are lost.\n", out);
	fputs("include: ", out);
	knot_conf_string(out, keys);
	fputc('\n', out);
	write_server(out, settings);
	snprintf(control, sizeof(control), "%s/knot.sock", settings->folders.run);
	write_common(out, settings, control);
	peer_table_close(&table, out);
	for (size_t i = 0; i < settings->zone_count; i++)
		if (settings->zones[i].dnssec)
			write_policy(out, settings, &settings->zones[i]);
	write_defaults(out, settings);
	fputs(text[0], out);
	fputs(text[1], out);
	free(text[0]);
	free(text[1]);
	return ferror(out) ? -1 : 0;
}

int knot_conf_keys(FILE *out, const struct settings *settings)
{
	fputs("# TSIG keys of the role dns: secret.\n", out);
	if (settings->key_count)
		fputs("key:\n", out);
	for (size_t i = 0; i < settings->key_count; i++)
		fprintf(out, "  - id: \"%s\"\n    algorithm: %s\n    secret: \"%s\"\n",
		    settings->keys[i].name, settings->keys[i].algorithm, settings->keys[i].secret);
	return ferror(out) ? -1 : 0;
}

int knot_conf_offline(FILE *out, const struct settings *settings, const struct zone *zone,
    const char *file, const char *control)
{
	fputs("server:\n", out);
	write_path(out, "rundir", settings->folders.run, "");
	fputs("    pidfile: seed.pid\n", out);
	write_common(out, settings, control);
	if (zone->dnssec)
		write_policy(out, settings, zone);
	fputs("zone:\n  - domain: ", out);
	knot_conf_string(out, zone->name);
	fprintf(out, "\n    zonefile-sync: -1\n    zonefile-load: %s\n    journal-content: all\n",
	    file ? "difference-no-serial" : "none");
	if (file)
		write_path(out, "file", file, "");
	write_journal_limit(out, settings);
	write_signing(out, settings, zone);
	return ferror(out) ? -1 : 0;
}
