/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include "secrets.h"
#include "settings-check.h"
#include "settings-schema.h"
#include "text-values.h"

#include <stdlib.h>
#include <string.h>

/* The members of a group, as one list or, by `more`, several: the same group may stand twice. */
static const char *next_members(const struct settings *settings, const char *group,
    const struct site_entry **entry)
{
	char name[USER_NAME_MAX];
	const char *members;

	while ((*entry = site_next_entry(&settings->site, settings->server, "group", *entry))) {
		members = names_split_group((*entry)->value, name);
		if (members != NULL && strcmp(name, group) == 0)
			return members;
	}
	return NULL;
}

static void each_member(const struct settings *settings, const char *group,
    void (*each)(const char *name, void *context), void *context)
{
	const struct site_entry *entry = NULL;
	const char *members;
	char name[TEXT_WORD_MAX];

	for (size_t i = 0; strcmp(group, NAMES_EVERYBODY) == 0 && i < settings->users.count; i++)
		if (settings->users.list[i].hash[0] != '\0')
			each(settings->users.list[i].name, context);
	while ((members = next_members(settings, group, &entry)) != NULL)
		while (text_next_word(&members, name, sizeof(name)) == 1)
			each(name, context);
}

void settings_each_user(const struct settings *settings, const struct share *share, const char *key,
    void (*each)(const char *name, void *context), void *context)
{
	const struct site_entry *entry = NULL;
	char word[TEXT_WORD_MAX];

	while ((entry = site_next_entry(&settings->site, share->section, key, entry))) {
		const char *rest = entry->value;

		while (text_next_word(&rest, word, sizeof(word)) == 1) {
			if (word[0] == '@')
				each_member(settings, word + 1, each, context);
			else if (strcmp(word, NAMES_GUEST) != 0)
				each(word, context);
		}
	}
}

/* Does a list under KEY name guests? */
static bool has_guest(const struct settings *settings, const struct share *share, const char *key)
{
	const struct site_entry *entry = NULL;

	while ((entry = site_next_entry(&settings->site, share->section, key, entry)))
		if (text_list_has(entry->value, NAMES_GUEST))
			return true;
	return false;
}

static void read_share(const struct settings *settings, struct share *share)
{
	const struct site *site = &settings->site;
	const struct site_entry *entry = NULL;

	share->name = share->section->name;
	share->path = site_value(site, share->section, "path", share->name);
	share->quota = site_size(site, share->section, "quota", 0);
	share->smb = site_next_entry(site, share->section, "read", NULL) != NULL ||
	    site_next_entry(site, share->section, "write", NULL) != NULL;
	share->guest_writes = has_guest(settings, share, "write");
	share->guest_reads = share->guest_writes || has_guest(settings, share, "read");
	while ((entry = site_next_entry(site, share->section, "nfs", entry)))
		(void)clients_read(entry->value, &share->clients); /* the schema has judged it */
}

static int take_shares(struct settings *settings, struct problems *problems)
{
	const struct site_section *section = NULL;

	settings->shares = calloc(SHARES_MAX, sizeof(*settings->shares));
	if (settings->shares == NULL)
		return -1;
	while ((section = site_next_section(&settings->site, "share", section))) {
		if (settings->share_count == SHARES_MAX) {
			problem_add(problems, settings->site.file, section->line, NULL,
			    "is one share too many: %d at most", SHARES_MAX);
			return 0;
		}
		settings->shares[settings->share_count].section = section;
		read_share(settings, &settings->shares[settings->share_count++]);
	}
	return 0;
}

static void read_server(struct settings *settings)
{
	const struct site *site = &settings->site;
	const char *list = site_value(site, settings->server, "protocols", "smb");

	settings->smb = text_list_has(list, "smb");
	settings->nfs = text_list_has(list, "nfs");
	settings->encrypt =
	    strcmp(site_value(site, settings->server, "encrypt", "auto"), "required") == 0;
	for (size_t i = 0; i < settings->share_count; i++)
		if (site_next_entry(site, settings->shares[i].section, "encrypt", NULL))
			settings->encrypt = true;
}

int settings_load(struct settings *settings, const struct folders *folders,
    struct problems *problems)
{
	memset(settings, 0, sizeof(*settings));
	settings->folders = *folders;
	if (site_load(&settings->site, folders->site, "site.conf", problems) == -1)
		return -1;
	schema_check(&settings->site, share_schema, problems);
	settings->server = site_section(&settings->site, "share");
	if (take_shares(settings, problems) == -1)
		return -1;
	read_server(settings);
	if (secrets_load(settings, problems) == -1)
		return -1;
	settings_check(settings, problems);
	return 0;
}

void settings_free(struct settings *settings)
{
	free(settings->shares);
	free(settings->user_numbers);
	users_free(&settings->users);
	site_free(&settings->site);
	memset(settings, 0, sizeof(*settings));
}
