/* SPDX-License-Identifier: MIT */
#include "knot-conf-peers.h"

#include "peers.h"

#include <stdlib.h>
#include <string.h>

/* Index of an equal definition, which is taken over and freed. Out of memory ends the
 * program: nothing has been changed yet, and init says that render failed. */
static size_t intern(struct peer_list *list, char *definition)
{
	char **longer;

	for (size_t i = 0; definition && i < list->count; i++)
		if (strcmp(list->definitions[i], definition) == 0) {
			free(definition);
			return i;
		}
	longer = reallocarray(list->definitions, list->count + 1, sizeof(*longer));
	if (!longer || !definition) {
		fputs("dns: out of memory\n", stderr);
		exit(2);
	}
	list->definitions = longer;
	longer[list->count] = definition;
	return list->count++;
}

static size_t add_remote(struct peer_table *table, const struct peers *peers, size_t which,
    const char *key)
{
	char address[TEXT_ADDRESS_MAX], *text;
	unsigned port = peers->ports[which] ? peers->ports[which] : 53;

	text_format_address(&peers->networks[which].address, address);
	if (asprintf(&text, "    address: %s@%u\n%s%s%s", address, port, *key ? "    key: \"" : "",
	        key, *key ? "\"\n" : "") == -1)
		text = NULL;
	return intern(&table->remotes, text);
}

static size_t add_rule(struct peer_table *table, const struct peers *peers, const char *key,
    const char *action)
{
	char prefix[TEXT_PREFIX_MAX], *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	for (size_t i = 0; out && i < peers->count; i++)
		fprintf(out, "    address: %s\n", text_format_prefix(&peers->networks[i], prefix));
	if (out && *key)
		fprintf(out, "    key: \"%s\"\n", key);
	if (out)
		fprintf(out, "    action: %s\n", action);
	if (!out || fclose(out))
		text = NULL;
	return intern(&table->rules, text);
}

/* The lines `what: r1`, `what: r2` for from and notify. A notice is taken from where the
 * zone comes from, signed or not: it only makes the server ask there. */
static void write_servers(struct peer_table *table, FILE *out, const struct settings *settings,
    const struct zone *zone, const char *key, const char *what)
{
	const struct site *site = &settings->site;
	const struct site_section *section = zone ? zone->section : NULL;
	const struct site_entry *entry = NULL;
	bool from = strcmp(key, "from") == 0;
	char name[TSIG_NAME_MAX];
	struct peers peers;

	while ((entry = settings_next(settings, zone, key, entry))) {
		if (peers_read_servers(entry->value, &peers))
			continue;
		tsig_key_name(peers.key[0] ? peers.key : site_value(site, section, "key", ""),
		    name);
		for (size_t i = 0; i < peers.count; i++)
			fprintf(out, "    %s: r%zu\n", what, add_remote(table, &peers, i, name));
		if (from)
			fprintf(out, "    acl: a%zu\n", add_rule(table, &peers, "", "notify"));
		if (from && name[0])
			fprintf(out, "    acl: a%zu\n", add_rule(table, &peers, name, "notify"));
	}
}

static void write_rules(struct peer_table *table, FILE *out, const struct settings *settings,
    const struct zone *zone, const char *key, const char *action)
{
	const struct site_entry *entry = NULL;
	struct peers peers;

	while ((entry = settings_next(settings, zone, key, entry)))
		if (!peers_read_rule(entry->value, &peers) && !peers_none(entry->value))
			fprintf(out, "    acl: a%zu\n", add_rule(table, &peers, peers.key, action));
}

void peer_table_zone(struct peer_table *table, FILE *out, const struct settings *settings,
    const struct zone *zone)
{
	write_servers(table, out, settings, zone, "from", "master");
	write_servers(table, out, settings, zone, "notify", "notify");
	write_rules(table, out, settings, zone, "allow_transfer", "transfer");
	write_rules(table, out, settings, zone, "allow_update", "update");
}

static void close_list(struct peer_list *list, FILE *out, const char *title, char letter)
{
	if (list->count)
		fprintf(out, "%s:\n", title);
	for (size_t i = 0; i < list->count; i++) {
		fprintf(out, "  - id: %c%zu\n%s", letter, i, list->definitions[i]);
		free(list->definitions[i]);
	}
	free(list->definitions);
}

void peer_table_close(struct peer_table *table, FILE *out)
{
	close_list(&table->remotes, out, "remote", 'r');
	close_list(&table->rules, out, "acl", 'a');
}
