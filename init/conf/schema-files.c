/* SPDX-License-Identifier: MIT */
/* schema-files - the part of schema.h that looks at the file system. */

#include "schema.h"
#include "text-values.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Why folder/path is not there as what it should be, or NULL. */
static const char *judge(const char *folder, const char *path, mode_t wanted)
{
	char full[PATH_MAX];
	struct stat status;

	if ((size_t)snprintf(full, sizeof(full), "%s/%s", folder, path) >= sizeof(full))
		return strerror(ENAMETOOLONG);
	if (stat(full, &status) == -1)
		return errno != ENOENT  ? strerror(errno)
		    : wanted == S_IFDIR ? "there is no such folder"
		                        : "there is no such file";
	if ((status.st_mode & S_IFMT) != wanted)
		return wanted == S_IFDIR ? "is not a folder" : "is not a file";
	return NULL;
}

static void check_word(const struct site *site, const struct schema_key *key,
    const struct site_entry *entry, const char *word, const char *folder, struct problems *problems)
{
	const char *reason;

	for (const char *const *choice = key->choices; choice && *choice; choice++) {
		if (strcmp(*choice, word) == 0)
			return;
	}
	reason = judge(folder, word, key->type == SCHEMA_FOLDER ? S_IFDIR : S_IFREG);
	if (reason)
		problem_add(problems, site->file, entry->line, entry->key, "\"%s\": %s%s", word,
		    reason, key->type == SCHEMA_SECRET ? " among the role's secrets" : "");
}

static void check_entry(const struct site *site, const struct schema_key *key,
    const struct site_entry *entry, const char *folder, struct problems *problems)
{
	char why[PROBLEM_TEXT_MAX];
	char word[TEXT_WORD_MAX];
	const char *rest = entry->value;

	if (schema_check_value(key, entry->value, why) == -1)
		return;
	if (!(key->flags & SCHEMA_LIST)) {
		if (*rest)
			check_word(site, key, entry, rest, folder, problems);
		return;
	}
	while (text_next_word(&rest, word, sizeof(word)) == 1)
		check_word(site, key, entry, word, folder, problems);
}

void schema_check_files(const struct site *site, const struct schema_section *schema,
    const char *site_folder, const char *secrets_folder, struct problems *problems)
{
	for (size_t i = 0; i < site->section_count; i++) {
		const struct site_section *section = &site->sections[i];
		const struct schema_section *pattern = schema_find(schema, section);

		for (size_t j = 0; pattern && j < section->count; j++) {
			const struct site_entry *entry = &site->entries[section->first + j];
			const struct schema_key *key = schema_find_key(pattern, entry->key);
			bool secret = key && key->type == SCHEMA_SECRET;

			if (key && (key->type == SCHEMA_FILE || key->type == SCHEMA_FOLDER))
				check_entry(site, key, entry, site_folder, problems);
			else if (secret && secrets_folder)
				check_entry(site, key, entry, secrets_folder, problems);
		}
	}
}
