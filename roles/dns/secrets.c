/* SPDX-License-Identifier: MIT */
#include "secrets.h"

#include "peers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* 16 zero bytes: the stand-in on a build host without the secrets. */
static const struct tsig_key stand_in = {
	.algorithm = "hmac-sha256",
	.secret = "AAAAAAAAAAAAAAAAAAAAAA==",
};

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length > tail && strcmp(text + length - tail, end) == 0;
}

/* A '+' is in the name of every DNSSEC key and of no TSIG key. */
static int is_tsig_key(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && ends_with(entry->d_name, ".key") &&
	    !strchr(entry->d_name, '+');
}

static int is_private_key(const struct dirent *entry)
{
	return entry->d_name[0] == 'K' && ends_with(entry->d_name, ".private") &&
	    strchr(entry->d_name, '+');
}

static ssize_t read_file(const char *folder, const char *name, char *text, size_t size)
{
	char path[4096];
	ssize_t got;
	int file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file == -1)
		return -1;
	got = read(file, text, size);
	close(file);
	return got;
}

static int add_key(struct settings *settings, const struct tsig_key *key)
{
	struct tsig_key *keys =
	    reallocarray(settings->keys, settings->key_count + 1, sizeof(*keys));

	if (!keys)
		return -1;
	settings->keys = keys;
	keys[settings->key_count++] = *key;
	return 0;
}

static int take_key(struct settings *settings, const char *name, struct problems *problems)
{
	char text[TSIG_FILE_MAX + 1], wanted[TSIG_NAME_MAX], shown[300];
	ssize_t length = read_file(settings->folders.secrets, name, text, sizeof(text));
	struct tsig_key key;
	unsigned line = 0;
	const char *why;
	int result = 0;

	snprintf(shown, sizeof(shown), "secrets/dns/%s", name);
	why = length == -1 ? strerror(errno) : tsig_key_parse(text, (size_t)length, &key, &line);
	snprintf(text, sizeof(text), "%.*s", (int)(strlen(name) - strlen(".key")), name);
	tsig_key_name(text, wanted);
	if (why)
		problem_add(problems, shown, line, NULL, "%s", why);
	else if (strcmp(key.name, wanted) != 0)
		problem_add(problems, shown, 1, NULL, "the key's name is %s, the file's %s",
		    key.name, wanted);
	else
		result = add_key(settings, &key);
	explicit_bzero(&key, sizeof(key));
	explicit_bzero(text, sizeof(text));
	return result;
}

static int take_keys(struct settings *settings, struct problems *problems, bool *present)
{
	struct dirent **entries;
	const char *folder = settings->folders.secrets;
	int count = folder ? scandir(folder, &entries, is_tsig_key, alphasort) : -1;
	int result = 0;

	*present = count != -1;
	for (int i = 0; i < count; i++) {
		if (result == 0)
			result = take_key(settings, entries[i]->d_name, problems);
		free(entries[i]);
	}
	if (count != -1)
		free(entries);
	return result;
}

/* The key that one line of the site names, or "". */
static void named_key(const struct site_entry *entry, char name[PEERS_KEY_MAX])
{
	struct peers peers;

	name[0] = '\0';
	if (strcmp(entry->key, "key") == 0)
		tsig_key_name(entry->value, name);
	else if (strcmp(entry->key, "from") == 0 || strcmp(entry->key, "notify") == 0)
		snprintf(name, PEERS_KEY_MAX, "%s",
		    peers_read_servers(entry->value, &peers) ? "" : peers.key);
	else if (strncmp(entry->key, "allow_", 6) == 0)
		snprintf(name, PEERS_KEY_MAX, "%s",
		    peers_read_rule(entry->value, &peers) ? "" : peers.key);
}

int secrets_load(struct settings *settings, struct problems *problems)
{
	const struct site *site = &settings->site;
	bool present;

	if (take_keys(settings, problems, &present) == -1)
		return -1;
	for (size_t i = 0; i < site->section_count; i++) {
		const struct site_section *section = &site->sections[i];

		for (size_t j = 0; j < section->count && strcmp(section->role, "dns") == 0; j++) {
			const struct site_entry *entry = &site->entries[section->first + j];
			struct tsig_key key = stand_in;

			named_key(entry, key.name);
			if (!key.name[0] || settings_key(settings, key.name))
				continue;
			if (!settings->folders.host || present)
				problem_add(problems, "site.conf", entry->line, entry->key,
				    "no key %s: secrets/dns/%s.key is missing or bad", key.name,
				    key.name);
			if (add_key(settings, &key) == -1)
				return -1;
		}
	}
	return 0;
}

bool secrets_sign(const char *secrets, const char *zone)
{
	return secrets_each_signer(secrets, zone, NULL, NULL) != 0;
}

int secrets_each_signer(const char *secrets, const char *zone,
    int (*each)(const char *path, void *context), void *context)
{
	char start[TSIG_NAME_MAX + 4], path[4096];
	struct dirent **entries;
	int count = secrets ? scandir(secrets, &entries, is_private_key, alphasort) : -1;
	int result = 0;

	snprintf(start, sizeof(start), "K%s.+", zone);
	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;

		snprintf(path, sizeof(path), "%s/%.*s", secrets,
		    (int)(strlen(name) - strlen(".private")), name);
		if (result == 0 && strncasecmp(name, start, strlen(start)) == 0)
			result = each ? each(path, context) : 1;
		free(entries[i]);
	}
	if (count != -1)
		free(entries);
	return result;
}
