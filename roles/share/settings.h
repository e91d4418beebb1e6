/* SPDX-License-Identifier: MIT */
/*
 * settings - what a site says about its shares, read and judged.
 */
#ifndef WHIT_SHARE_SETTINGS_H
#define WHIT_SHARE_SETTINGS_H

#include "capacity.h"
#include "clients.h"
#include "folders.h"
#include "names.h"
#include "problem.h"
#include "site.h"
#include "users.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHARES_MAX = 1000 };

struct share {
	const struct site_section *section; /* [share.NAME] */
	const char *name;
	const char *path; /* below /data/share */
	uint64_t quota;   /* bytes; 0 = none */
	bool smb;         /* somebody may read or write it */
	bool guest_reads; /* and so may everybody */
	bool guest_writes;
	struct clients clients; /* of NFS */
	unsigned number;        /* ids.h */
};

struct settings {
	struct folders folders;
	struct site site;
	const struct site_section *server; /* [share], or NULL */
	bool smb, nfs;
	bool encrypt;             /* all of SMB must be */
	struct users users;       /* all that are known or named */
	unsigned guest_number;    /* ids.h */
	unsigned *user_numbers;   /* of users.list; 0 for who has no hash */
	struct capacity capacity; /* of the machine; its owner fills it in */
	struct share *shares;     /* in the order of the file */
	size_t share_count;
};

/* Reads and judges all of it. Returns 0, or -1 when out of memory; mistakes of the site are in
 * problems. */
int settings_load(struct settings *settings, const struct folders *folders,
    struct problems *problems);
void settings_free(struct settings *settings);

/* Calls each for every user that the lists under KEY of a share name, groups taken apart; a user may
 * come twice. Guests are none. */
void settings_each_user(const struct settings *settings, const struct share *share, const char *key,
    void (*each)(const char *name, void *context), void *context);

#endif
