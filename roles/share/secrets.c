/* SPDX-License-Identifier: MIT */
#include "secrets.h"

#include "io.h"
#include "text-values.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char shown[] = "secrets/share/users";

enum presence { ABSENT, PRESENT, NO_MEMORY };

static enum presence read_file(struct settings *settings, struct problems *problems)
{
	char path[PATH_MAX];
	char *text = malloc(USERS_FILE_MAX);
	ssize_t length = -1;

	if (text == NULL)
		return NO_MEMORY;
	if (snprintf(path, sizeof(path), "%s/users", settings->folders.secrets) < PATH_MAX)
		length = io_read_file(path, text, USERS_FILE_MAX);
	if (length == -1 && errno != ENOENT)
		problem_add(problems, shown, 0, NULL, "%s", strerror(errno));
	if (length > 0)
		users_read(text, (size_t)length, &settings->users, shown, problems);
	explicit_bzero(text, USERS_FILE_MAX);
	free(text);
	return length == -1 ? ABSENT : PRESENT;
}

/* One name in the site. */
struct mention {
	struct settings *settings;
	struct problems *problems;
	enum presence presence;
	const struct site_entry *entry;
	bool lost; /* no memory */
};

static void take(struct mention *mention, const char *name)
{
	struct settings *settings = mention->settings;
	const struct user *user = users_find(&settings->users, name);
	bool host = settings->folders.host;
	bool all = strcmp(name, "@" NAMES_EVERYBODY) == 0;

	if (user != NULL || (names_user(name) != NULL && !all))
		return; /* what is no name, the schema has refused */
	if (all && !host && mention->presence == ABSENT)
		problem_add(mention->problems, settings->site.file, mention->entry->line,
		    mention->entry->key, "no users at all: there is no %s", shown);
	if (all)
		return;
	if (users_add(&settings->users, name) == NULL)
		mention->lost = true;
	else if (mention->presence == PRESENT && host)
		problem_add(mention->problems, settings->site.file, mention->entry->line,
		    mention->entry->key, "no user %s: %s has no such line", name, shown);
	else if (mention->presence == PRESENT)
		problem_warn(mention->problems, settings->site.file, mention->entry->line,
		    mention->entry->key, "%s cannot log in: %s has no such line", name, shown);
	else if (!host)
		problem_add(mention->problems, settings->site.file, mention->entry->line,
		    mention->entry->key, "no user %s: there is no %s", name, shown);
}

static void take_entry(struct mention *mention, const struct site_entry *entry)
{
	const char *rest = entry->value;
	char word[TEXT_WORD_MAX];

	mention->entry = entry;
	if (strcmp(entry->key, "group") == 0)
		rest = names_split_group(entry->value, word);
	else if (strcmp(entry->key, "read") != 0 && strcmp(entry->key, "write") != 0)
		return;
	while (rest != NULL && text_next_word(&rest, word, sizeof(word)) == 1)
		take(mention, word); /* @GROUP and guest are no names of users */
}

int secrets_load(struct settings *settings, struct problems *problems)
{
	const struct site *site = &settings->site;
	struct mention mention = { settings, problems, read_file(settings, problems), NULL, false };

	if (mention.presence == NO_MEMORY)
		return -1;
	/* of NFS nobody has a password */
	for (size_t i = 0; settings->smb && i < site->section_count; i++) {
		const struct site_section *section = &site->sections[i];

		for (size_t j = 0; j < section->count && strcmp(section->role, "share") == 0; j++)
			take_entry(&mention, &site->entries[section->first + j]);
	}
	return mention.lost ? -1 : 0;
}
