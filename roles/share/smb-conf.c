/* SPDX-License-Identifier: MIT */
#include "smb-conf.h"

#include "text-values.h"

#include <stdlib.h>
#include <string.h>

enum { NOBODY = 65534, DEFAULT_IDLE = 15 * 60 * 1000, MINUTE = 60 * 1000 };

static const char *server_value(const struct settings *settings, const char *key,
    const char *fallback)
{
	return site_value(&settings->site, settings->server, key, fallback);
}

/* SMB2_10 for 2.1, in ksmbd.conf(5). */
static const char *version_name(const char *version)
{
	static const char *const names[][2] = {
		{ "2.1", "SMB2_10" },
		{ "3.0", "SMB3_00" },
		{ "3.0.2", "SMB3_02" },
		{ "3.1.1", "SMB3_11" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i][0], version) == 0)
			return names[i][1];
	return "SMB3_11";
}

/* ksmbd's words for required, auto and no. */
static const char *demand(const char *value)
{
	if (strcmp(value, "required") == 0)
		return "mandatory";
	return strcmp(value, "no") == 0 ? "disabled" : "auto";
}

static bool has_guests(const struct settings *settings)
{
	for (size_t i = 0; i < settings->share_count; i++)
		if (settings->shares[i].guest_reads)
			return true;
	return false;
}

static void write_cards(FILE *out, const struct settings *settings)
{
	const struct site_entry *entry =
	    site_next_entry(&settings->site, settings->server, "cards", NULL);

	if (entry == NULL)
		return;
	fputs("bind interfaces only = yes\ninterfaces =", out);
	for (; entry != NULL;
	     entry = site_next_entry(&settings->site, settings->server, "cards", entry))
		fprintf(out, " %s", entry->value);
	fputc('\n', out);
}

static void write_global(FILE *out, const struct settings *settings)
{
	const struct site *site = &settings->site;
	const char *hostname = site_value(site, site_section(site, "site"), "hostname", "whit");
	bool guests = has_guests(settings);
	long connections = (long)site_integer(site, settings->server, "connections",
	    settings->capacity.smb_connections);

	fprintf(out, "[global]\nnetbios name = %.15s\nserver string = %s\nworkgroup = %s\n",
	    hostname, hostname, server_value(settings, "workgroup", "WORKGROUP"));
	fprintf(out, "server min protocol = %s\n",
	    version_name(server_value(settings, "min_protocol",
	        settings->encrypt ? "3.0" : "2.1")));
	fprintf(out, "server signing = %s\nsmb3 encryption = %s\n",
	    demand(server_value(settings, "sign", "auto")),
	    settings->encrypt ? "mandatory" : demand(server_value(settings, "encrypt", "auto")));
	/* who has no password here is a guest, but only where some share has guests */
	fprintf(out, "guest account = %s\nmap to guest = %s\nrestrict anonymous = %d\n",
	    NAMES_GUEST, guests ? "bad user" : "never", guests ? 0 : 2);
	fprintf(out, "max connections = %ld\nmax active sessions = %u\nmax ip connections = %ld\n",
	    connections, settings->capacity.smb_sessions, connections > 64 ? 64 : connections);
	fprintf(out, "smb2 max read = %u\nsmb2 max write = %u\nsmb2 max credits = %u\n",
	    settings->capacity.smb_transfer, settings->capacity.smb_transfer,
	    settings->capacity.smb_credits);
	fprintf(out, "deadtime = %llu\nipc timeout = 20\n",
	    (unsigned long long)(site_duration(site, settings->server, "idle", DEFAULT_IDLE) /
	        MINUTE));
	fputs("smb2 leases = yes\ndurable handles = yes\n", out);
	write_cards(out, settings);
}

/* A list of users, each once. */
struct list {
	FILE *out;
	const char *key;
	struct users named;
};

static void add_user(const char *name, void *context)
{
	struct list *list = context;

	if (users_find(&list->named, name) != NULL || users_add(&list->named, name) == NULL)
		return;
	if (list->named.count == 1)
		fprintf(list->out, "%s =", list->key);
	fprintf(list->out, " %s", name);
}

/* `KEY = USER...` of the lists in the site under `first` and `second`; nothing when nobody is in
 * them. Returns how many there are. */
static size_t write_users(FILE *out, const struct settings *settings, const struct share *share,
    const char *key, const char *first, const char *second)
{
	struct list list = { .out = out, .key = key };
	size_t count;

	settings_each_user(settings, share, first, add_user, &list);
	if (second != NULL)
		settings_each_user(settings, share, second, add_user, &list);
	count = list.named.count;
	if (count > 0)
		fputc('\n', out);
	users_free(&list.named);
	return count;
}

static void write_share(FILE *out, const struct settings *settings, const struct share *share)
{
	const char *comment = site_value(&settings->site, share->section, "comment", NULL);
	bool hidden = site_bool(&settings->site, share->section, "hidden", false);

	fprintf(out, "\n[%s]\npath = %s/%s\n", share->name, settings->folders.data, share->path);
	if (comment != NULL)
		fprintf(out, "comment = %s\n", comment);
	fprintf(out, "browseable = %s\nguest ok = %s\nread only = %s\nmax connections = %u\n",
	    hidden ? "no" : "yes", share->guest_reads ? "yes" : "no",
	    share->guest_writes ? "no" : "yes", settings->capacity.smb_sessions);
	/* an empty list would be one of all users: such a share has no valid one instead */
	if (!share->guest_reads &&
	    write_users(out, settings, share, "valid users", "read", "write") == 0)
		fprintf(out, "valid users = share-%u\n", share->number);
	if (!share->guest_writes)
		write_users(out, settings, share, "write list", "write", NULL);
	/* of what NFS clients do there, nobody would tell who holds an oplock */
	if (share->clients.count > 0)
		fprintf(out, "force user = share-%u\noplocks = no\n", share->number);
	fprintf(out, "force group = share-%u\n", share->number);
	fputs("create mask = 0770\nforce create mode = 0660\n"
	      "directory mask = 0770\nforce directory mode = 0770\n"
	      "crossmnt = no\nstore dos attributes = yes\nvfs objects = streams_xattr\n",
	    out);
}

void smb_conf_write(FILE *out, const struct settings *settings)
{
	fputs("; Made from site.conf: changes are lost.\n", out);
	write_global(out, settings);
	for (size_t i = 0; i < settings->share_count; i++)
		if (settings->shares[i].smb)
			write_share(out, settings, &settings->shares[i]);
}

void smb_conf_passwords(FILE *out, const struct settings *settings)
{
	for (size_t i = 0; i < settings->users.count; i++)
		if (settings->users.list[i].hash[0] != '\0')
			fprintf(out, "%s:%s\n", settings->users.list[i].name,
			    settings->users.list[i].hash);
}

static void write_account(FILE *out, const char *name, unsigned number)
{
	fprintf(out, "%s:x:%u:%u::/:/nonexistent\n", name, number, number);
}

void smb_conf_passwd(FILE *out, const struct settings *settings)
{
	char name[USER_NAME_MAX];

	write_account(out, "root", 0);
	write_account(out, "nobody", NOBODY);
	write_account(out, NAMES_GUEST, settings->guest_number);
	for (size_t i = 0; i < settings->users.count; i++)
		if (settings->user_numbers[i] != 0)
			write_account(out, settings->users.list[i].name, settings->user_numbers[i]);
	for (size_t i = 0; i < settings->share_count; i++) {
		snprintf(name, sizeof(name), "share-%u", settings->shares[i].number);
		write_account(out, name, settings->shares[i].number);
	}
}

void smb_conf_group(FILE *out, const struct settings *settings)
{
	fprintf(out, "root:x:0:\nnogroup:x:%d:\n%s:x:%u:\n", NOBODY, NAMES_GUEST,
	    settings->guest_number);
	for (size_t i = 0; i < settings->users.count; i++)
		if (settings->user_numbers[i] != 0)
			fprintf(out, "%s:x:%u:\n", settings->users.list[i].name,
			    settings->user_numbers[i]);
	for (size_t i = 0; i < settings->share_count; i++)
		fprintf(out, "share-%u:x:%u:\n", settings->shares[i].number,
		    settings->shares[i].number);
}
