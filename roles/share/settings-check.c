/* SPDX-License-Identifier: MIT */
#include "settings-check.h"

#include "text-values.h"

#include <linux/magic.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/vfs.h>

enum { GROUPS_MAX = 200 }; /* looked through for a name twice, or "did you mean" */

/* What is being judged: handed down instead of many arguments. */
struct judge {
	const struct settings *settings;
	const struct share *share; /* NULL = [share] */
	struct problems *problems;
};

static const struct site_section *section_of(const struct judge *judge)
{
	return judge->share == NULL ? judge->settings->server : judge->share->section;
}

static void complain(const struct judge *judge, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* About the key, or with "" about the whole section. */
static void complain(const struct judge *judge, const char *key, const char *format, ...)
{
	const struct site *site = &judge->settings->site;
	const struct site_section *section = section_of(judge);
	char why[PROBLEM_TEXT_MAX], title[SHARE_NAME_MAX + 16];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(why, sizeof(why), format, arguments);
	va_end(arguments);
	snprintf(title, sizeof(title), "[%s]", section == NULL ? "share" : section->title);
	problem_add(judge->problems, site->file, site_line(site, section, key),
	    key[0] == '\0' ? title : key, "%s", why);
}

static const char *value(const struct judge *judge, const char *key, const char *fallback)
{
	return site_value(&judge->settings->site, section_of(judge), key, fallback);
}

static bool has(const struct judge *judge, const char *key)
{
	return value(judge, key, NULL) != NULL;
}

/* Names and paths: each once. */

static void check_name(const struct judge *judge)
{
	const char *why = names_share(judge->share->name);

	if (why != NULL)
		complain(judge, "", "the name %s", why);
	else if (!has(judge, "path") && (why = names_path(judge->share->name)) != NULL)
		complain(judge, "", "needs path =: the name %s", why);
}

/* SMB knows no case; two shares in one folder would have one quota and two lists of who may. */
static void check_neighbours(const struct judge *judge)
{
	const struct share *share = judge->share;

	for (const struct share *other = judge->settings->shares; other < share; other++) {
		if (strcasecmp(other->name, share->name) == 0)
			complain(judge, "", "is %s in line %u too: SMB knows no case", other->name,
			    other->section->line);
		if (names_path(share->path) == NULL && names_path(other->path) == NULL &&
		    names_overlap(share->path, other->path))
			complain(judge, has(judge, "path") ? "path" : "",
			    "%s and %s of [%s] in line %u lie in one another", share->path,
			    other->path, other->section->title, other->section->line);
	}
}

/* Who may. */

static bool is_group(const struct settings *settings, const char *name)
{
	const struct site_entry *entry = NULL;
	char group[USER_NAME_MAX];

	while ((entry = site_next_entry(&settings->site, settings->server, "group", entry)))
		if (names_split_group(entry->value, group) != NULL && strcmp(group, name) == 0)
			return true;
	return strcmp(name, NAMES_EVERYBODY) == 0;
}

/* The group whose name is nearest, for "did you mean". */
static const char *nearest_group(const struct settings *settings, const char *name,
    char nearest[USER_NAME_MAX])
{
	char names[GROUPS_MAX][USER_NAME_MAX];
	const char *list[GROUPS_MAX + 1];
	const struct site_entry *entry = NULL;
	const char *found;
	size_t count = 0;

	while (count < GROUPS_MAX &&
	    (entry = site_next_entry(&settings->site, settings->server, "group", entry))) {
		if (names_split_group(entry->value, names[count]) != NULL) {
			list[count] = names[count];
			count++;
		}
	}
	list[count] = NULL;
	if ((found = text_nearest(name, list)) == NULL)
		return NULL;
	snprintf(nearest, USER_NAME_MAX, "%s", found);
	return nearest;
}

static void check_word(const struct judge *judge, const struct site_entry *entry, const char *word)
{
	const char *file = judge->settings->site.file;
	char text[USER_NAME_MAX];
	const char *nearest;

	if (names_who(word) != NULL || word[0] != '@' || is_group(judge->settings, word + 1))
		return; /* users: secrets.c */
	nearest = nearest_group(judge->settings, word + 1, text);
	problem_add(judge->problems, file, entry->line, entry->key,
	    "there is no group %s: [share] needs `group = %s: USER...`%s%s%s", word + 1, word + 1,
	    nearest == NULL ? "" : "; did you mean @", nearest == NULL ? "" : nearest,
	    nearest == NULL ? "" : "?");
}

static void check_words(const struct judge *judge, const char *key)
{
	const struct site_entry *entry = NULL;
	char word[TEXT_WORD_MAX];

	while ((entry =
	            site_next_entry(&judge->settings->site, judge->share->section, key, entry))) {
		const char *rest = entry->value;

		while (text_next_word(&rest, word, sizeof(word)) == 1)
			check_word(judge, entry, word);
	}
}

/* Whether all of it can be had at once. */

static void check_protocols(const struct judge *judge)
{
	const struct settings *settings = judge->settings;
	const struct share *share = judge->share;
	bool nfs = has(judge, "nfs");

	if (nfs && !settings->nfs)
		complain(judge, "nfs", "[share] protocols has no nfs");
	if (share->smb && !settings->smb)
		complain(judge, has(judge, "read") ? "read" : "write",
		    "[share] protocols has no smb, and of NFS `nfs =` says who may");
	if (!share->smb && !nfs)
		complain(judge, "", "nobody may use it: it needs read =, write = or nfs =");
	if (!share->smb && has(judge, "hidden"))
		complain(judge, "hidden", "only SMB shows a list: it needs read = or write =");
	if (!share->smb && has(judge, "encrypt"))
		complain(judge, "encrypt", "only SMB is encrypted: it needs read = or write =");
	if (settings->encrypt && share->guest_reads)
		complain(judge, share->guest_writes ? "write" : "read",
		    "guests have no key to encrypt with, and ksmbd can require encryption only of "
		    "all SMB shares at once: it is required in this site");
}

static void check_clients(const struct judge *judge)
{
	const struct client *first = NULL;
	const struct client *second = clients_overlap(&judge->share->clients, &first);
	char one[TEXT_PREFIX_MAX], other[TEXT_PREFIX_MAX];

	if (second != NULL)
		complain(judge, "nfs",
		    "%s and %s overlap: nobody can tell which of the two would count",
		    text_format_prefix(&first->network, one),
		    text_format_prefix(&second->network, other));
}

static void check_share(const struct judge *judge)
{
	check_name(judge);
	check_neighbours(judge);
	check_words(judge, "read");
	check_words(judge, "write");
	check_protocols(judge);
	check_clients(judge);
}

/* [share] */

static void check_groups(const struct judge *judge)
{
	const struct site *site = &judge->settings->site;
	const struct site_entry *entry = NULL;

	while ((entry = site_next_entry(site, judge->settings->server, "group", entry))) {
		const struct site_entry *other = NULL;
		char name[USER_NAME_MAX], earlier[USER_NAME_MAX];

		if (names_group(entry->value) != NULL)
			continue;
		names_split_group(entry->value, name);
		while ((other = site_next_entry(site, judge->settings->server, "group", other)) !=
		    entry) {
			if (names_split_group(other->value, earlier) == NULL ||
			    strcmp(name, earlier) != 0)
				continue;
			problem_add(judge->problems, site->file, entry->line, entry->key,
			    "the group %s stands in line %u too", name, other->line);
			break;
		}
	}
}

/* Encryption came with 3.0; SMB 2.1 has none. */
static void check_server(const struct judge *judge)
{
	const struct settings *settings = judge->settings;
	const char *least = value(judge, "min_protocol", "3.0");

	check_groups(judge);
	if (settings->encrypt && strcmp(least, "2.1") == 0)
		complain(judge, "min_protocol",
		    "SMB 2.1 has no encryption, which this site requires: 3.0 or later");
	if (strcmp(value(judge, "encrypt", ""), "no") == 0 && settings->encrypt)
		complain(judge, "encrypt", "a share requires it: [share.NAME] encrypt");
	if (!settings->smb && has(judge, "encrypt"))
		complain(judge, "encrypt", "only SMB is encrypted: protocols has no smb");
	if (!settings->nfs && has(judge, "nfs_threads"))
		complain(judge, "nfs_threads", "protocols has no nfs");
	if (settings->share_count == 0 && judge->problems->errors == 0)
		complain(judge, "", "no shares: add a section [share.NAME]");
}

/* What holds for all although it was said of one. */
static void warn_of_encryption(const struct judge *judge)
{
	const struct settings *settings = judge->settings;
	const struct share *asks = NULL;

	for (size_t i = 0; i < settings->share_count; i++)
		if (site_value(&settings->site, settings->shares[i].section, "encrypt", NULL))
			asks = &settings->shares[i];
	for (size_t i = 0; asks != NULL && i < settings->share_count; i++) {
		const struct share *share = &settings->shares[i];

		if (!share->smb || strcmp(value(judge, "encrypt", ""), "required") == 0 ||
		    site_value(&settings->site, share->section, "encrypt", NULL))
			continue;
		problem_warn(judge->problems, settings->site.file,
		    site_line(&settings->site, asks->section, "encrypt"), "encrypt",
		    "ksmbd can require it only of all SMB shares at once: [%s] is encrypted too",
		    share->section->title);
		return;
	}
}

/* What is on a file system in RAM is gone with the next start. */
static bool is_kept(const char *folder)
{
	struct statfs status;

	return statfs(folder, &status) == -1 ||
	    (status.f_type != TMPFS_MAGIC && status.f_type != RAMFS_MAGIC);
}

void settings_check(const struct settings *settings, struct problems *problems)
{
	struct judge judge = { settings, NULL, problems };

	check_server(&judge);
	for (size_t i = 0; i < settings->share_count; i++) {
		judge.share = &settings->shares[i];
		check_share(&judge);
	}
	judge.share = NULL;
	warn_of_encryption(&judge);
	if (!settings->folders.host && !is_kept(settings->folders.data) &&
	    !site_bool(&settings->site, settings->server, "volatile", false))
		complain(&judge, "volatile",
		    "/data is only memory here, and what is written to a share would be gone with "
		    "the next start: give the machine a disk, or say volatile = yes");
}
