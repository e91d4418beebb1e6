/* SPDX-License-Identifier: MIT */
#include "settings-schema.h"

#include "clients.h"
#include "names.h"

#include <string.h>

static const char *const protocols[] = { "smb", "nfs", NULL };
static const char *const encryption[] = { "auto", "required", "no", NULL };
static const char *const share_encryption[] = { "required", NULL };
static const char *const signing[] = { "auto", "required", NULL };
static const char *const versions[] = { "2.1", "3.0", "3.0.2", "3.1.1", NULL };

/* As SMB clients show it; one line of ksmbd.conf, in which these begin a comment. */
static const char *check_comment(const char *text)
{
	if (strlen(text) > 63)
		return "is too long: 63 bytes at most";
	return strpbrk(text, ";#") == NULL ? NULL : "may hold neither ; nor #";
}

/* A NetBIOS name without what is odd in one. */
static const char *check_workgroup(const char *text)
{
	if (strlen(text) > 15)
		return "is too long: 15 letters at most";
	for (; *text != '\0'; text++)
		if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
		        *text) == NULL)
			return "is no name of a work group: letters, digits, '-' and '_'";
	return NULL;
}

/* README.md explains each key in this order. */
static const struct schema_key server_keys[] = {
	{ "protocols", SCHEMA_CHOICE, SCHEMA_LIST, .choices = protocols },
	{ "group", SCHEMA_TEXT, SCHEMA_REPEAT, .check = names_group },
	{ "volatile", SCHEMA_BOOL },
	{ "encrypt", SCHEMA_CHOICE, .choices = encryption },
	{ "sign", SCHEMA_CHOICE, .choices = signing },
	{ "min_protocol", SCHEMA_CHOICE, .choices = versions },
	{ "cards", SCHEMA_CARD, SCHEMA_LIST | SCHEMA_REPEAT },
	{ "workgroup", SCHEMA_TEXT, .check = check_workgroup },
	{ "connections", SCHEMA_INTEGER, .min = 1, .max = 65535 },
	{ "idle", SCHEMA_DURATION, .min = INT64_C(60) * 1000, .max = INT64_C(24) * 60 * 60 * 1000 },
	{ "nfs_threads", SCHEMA_INTEGER, .min = 1, .max = 1024 },
	{ "listen", SCHEMA_LISTEN, SCHEMA_LIST | SCHEMA_REPEAT | SCHEMA_LATER },
	{ "from", SCHEMA_NETWORK, SCHEMA_LIST | SCHEMA_REPEAT | SCHEMA_LATER },
	{ 0 },
};

static const struct schema_key share_keys[] = {
	{ "path", SCHEMA_TEXT, .check = names_path },
	{ "comment", SCHEMA_TEXT, .check = check_comment },
	{ "read", SCHEMA_TEXT, SCHEMA_LIST | SCHEMA_REPEAT, .check = names_who },
	{ "write", SCHEMA_TEXT, SCHEMA_LIST | SCHEMA_REPEAT, .check = names_who },
	{ "hidden", SCHEMA_BOOL },
	{ "encrypt", SCHEMA_CHOICE, .choices = share_encryption, .conflicts = "nfs" },
	{ "nfs", SCHEMA_TEXT, SCHEMA_REPEAT, .check = clients_check },
	{ "quota", SCHEMA_SIZE, .min = 1 << 20, .max = INT64_C(1) << 60 },
	{ "from", SCHEMA_NETWORK, SCHEMA_LIST | SCHEMA_REPEAT | SCHEMA_LATER },
	{ 0 },
};

const struct schema_section share_schema[] = {
	{ "share", server_keys },
	{ "share.*", share_keys },
	{ 0 },
};
