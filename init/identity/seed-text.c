/* SPDX-License-Identifier: MIT */
/* seed-text [pure] - see seed-text.h. */

#include "seed-text.h"

#include "core-schema.h"

#include <string.h>

static const struct schema_key seed_keys[] = {
	{ "instance", SCHEMA_TEXT },
	{ 0 },
};

static const struct schema_key site_keys[] = {
	{ "hostname", SCHEMA_HOSTNAME },
	{ 0 },
};

static const struct schema_section own[] = {
	{ "seed", seed_keys },
	{ "site", site_keys },
	{ 0 },
};

/* Those of site.conf, but for roles, which a seed cannot choose, and where the log goes. */
static bool has_section(const struct site_section *section)
{
	return schema_find(own, section) != NULL ||
	    (strcmp(section->role, "log") != 0 && schema_find(core_schema + 1, section) != NULL);
}

static void check(const struct site *seed, struct problems *problems)
{
	schema_check(seed, own, problems);
	schema_check(seed, core_schema + 1, problems); /* all but its first, [site] */
	for (size_t i = 0; i < seed->section_count; i++)
		if (!has_section(&seed->sections[i]))
			problem_add(problems, seed->file, seed->sections[i].line,
			    seed->sections[i].title, "is not a section of a seed");
}

bool seed_text_parse(struct site *seed, const char *name, const char *text, size_t length,
    struct problems *problems)
{
	size_t errors = problems->errors;

	*seed = (struct site){ 0 };
	if (site_parse(seed, name, text, length, problems) == 0)
		check(seed, problems);
	if (problems->errors == errors)
		return true;
	site_free(seed);
	*seed = (struct site){ 0 };
	return false;
}

const char *seed_text_instance(const struct site *seed)
{
	return site_value(seed, site_section(seed, "seed"), "instance", "");
}
