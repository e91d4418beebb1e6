/* SPDX-License-Identifier: MIT */
/* schema [pure] - see schema.h: sections and keys. Single values are in schema-value.c. */

#include "schema.h"
#include "text-values.h"

#include <string.h>

enum { NAMES_MAX = 64 }; /* names looked through for "did you mean" */

struct check {
	const struct site *site;
	const struct schema_section *schema;
	struct problems *problems;
};

/* "dns" matches [dns], "dns.*" matches [dns.NAME]. */
static bool matches(const char *pattern, const struct site_section *section)
{
	size_t length = strcspn(pattern, ".");

	if (strlen(section->role) != length || memcmp(pattern, section->role, length) != 0)
		return false;
	return (pattern[length] == '.') == (*section->name != '\0');
}

const struct schema_section *schema_find(const struct schema_section *schema,
    const struct site_section *section)
{
	for (; schema->pattern; schema++) {
		if (matches(schema->pattern, section))
			return schema;
	}
	return NULL;
}

static bool is_ours(const struct schema_section *schema, const struct site_section *section)
{
	size_t length = strlen(section->role);

	if (length == 0)
		return false;
	for (; schema->pattern; schema++) {
		if (strcspn(schema->pattern, ".") == length &&
		    memcmp(schema->pattern, section->role, length) == 0)
			return true;
	}
	return false;
}

const struct schema_key *schema_find_key(const struct schema_section *pattern, const char *name)
{
	for (const struct schema_key *key = pattern->keys; key->name; key++) {
		if (strcmp(key->name, name) == 0)
			return key;
	}
	return NULL;
}

static void report_unknown_key(const struct check *check, const struct site_section *section,
    const struct schema_section *pattern, const struct site_entry *entry)
{
	const char *names[NAMES_MAX + 1] = { NULL };
	const char *nearest;

	for (size_t i = 0; i < NAMES_MAX && pattern->keys[i].name; i++)
		names[i] = pattern->keys[i].name;
	nearest = text_nearest(entry->key, names);
	problem_add(check->problems, check->site->file, entry->line, entry->key,
	    "[%s] has no such key%s%s%s", section->title, nearest ? "; did you mean " : "",
	    nearest ? nearest : "", nearest ? "?" : "");
}

/* Reports each of the blank-separated names that stands (wanted false) or does not
 * stand (wanted true) in the section. */
static void check_company(const struct check *check, const struct site_section *section,
    const struct site_entry *entry, const char *names, bool wanted)
{
	char name[TEXT_WORD_MAX];

	while (names && text_next_word(&names, name, sizeof(name)) == 1) {
		const struct site_entry *other = site_next_entry(check->site, section, name, NULL);

		if (wanted && !other)
			problem_add(check->problems, check->site->file, entry->line, entry->key,
			    "needs %s = beside it", name);
		if (!wanted && other)
			problem_add(check->problems, check->site->file, entry->line, entry->key,
			    "does not go with %s in line %u", name, other->line);
	}
}

static void check_entry(const struct check *check, const struct site_section *section,
    const struct schema_section *pattern, const struct site_entry *entry)
{
	const struct schema_key *key = schema_find_key(pattern, entry->key);
	const struct site_entry *first = site_next_entry(check->site, section, entry->key, NULL);
	char why[PROBLEM_TEXT_MAX];

	if (!key) {
		report_unknown_key(check, section, pattern, entry);
	} else if (key->flags & SCHEMA_LATER) {
		problem_add(check->problems, check->site->file, entry->line, entry->key,
		    "is not in this version of Whit");
	} else if (first != entry && !(key->flags & SCHEMA_REPEAT)) {
		problem_add(check->problems, check->site->file, entry->line, entry->key,
		    "stands twice; the first is in line %u", first->line);
	} else {
		if (schema_check_value(key, entry->value, why) == -1)
			problem_add(check->problems, check->site->file, entry->line, entry->key,
			    "%s", why);
		check_company(check, section, entry, key->conflicts, false);
		check_company(check, section, entry, key->needs, true);
	}
}

static void check_section(const struct check *check, const struct site_section *section,
    const struct schema_section *pattern)
{
	const struct schema_key name = { .name = "name", .type = pattern->name_type };
	char why[PROBLEM_TEXT_MAX];

	if (*section->name && schema_check_value(&name, section->name, why) == -1)
		problem_add(check->problems, check->site->file, section->line, NULL,
		    "the name in [%s]: %s", section->title, why);
	for (size_t i = 0; i < section->count; i++)
		check_entry(check, section, pattern, &check->site->entries[section->first + i]);
	for (const struct schema_key *key = pattern->keys; key->name; key++) {
		if ((key->flags & SCHEMA_REQUIRED) &&
		    !site_next_entry(check->site, section, key->name, NULL))
			problem_add(check->problems, check->site->file, section->line, key->name,
			    "is missing in [%s]", section->title);
	}
}

static void check_required_sections(const struct check *check)
{
	const struct schema_section *pattern;

	for (pattern = check->schema; pattern->pattern; pattern++) {
		bool found = false;

		for (size_t i = 0; i < check->site->section_count && !found; i++)
			found = matches(pattern->pattern, &check->site->sections[i]);
		if (!found && (pattern->flags & SCHEMA_REQUIRED))
			problem_add(check->problems, check->site->file, 0, NULL,
			    "lacks the section [%s]", pattern->pattern);
	}
}

void schema_check(const struct site *site, const struct schema_section *schema,
    struct problems *problems)
{
	const struct check check = { .site = site, .schema = schema, .problems = problems };

	for (size_t i = 0; i < site->section_count; i++) {
		const struct site_section *section = &site->sections[i];
		const struct schema_section *pattern = schema_find(schema, section);

		if (pattern)
			check_section(&check, section, pattern);
		else if (is_ours(schema, section))
			problem_add(problems, site->file, section->line, NULL,
			    *section->name ? "there is no section [%s.NAME], only [%s]"
			                   : "the section [%s] needs a name: [%s.NAME]",
			    section->role, section->role);
	}
	check_required_sections(&check);
}
