/* SPDX-License-Identifier: MIT */
/*
 * users [pure] - the file secrets/share/users: who has which password.
 *
 *	NAME:HASH                              a line each; # begins a comment line
 *	NAME:UID:LMHASH:NTHASH:[FLAGS]:...     as Samba's `pdbedit -L -w` writes it: smbpasswd(5)
 *
 * HASH is the NT hash of the password, as 32 hexadecimal digits, or in base64 as
 * ksmbd.adduser(8) writes it. It is as good as the password: it is in this file and in the one that
 * ksmbd.mountd reads, nowhere else.
 */
#ifndef WHIT_SHARE_USERS_H
#define WHIT_SHARE_USERS_H

#include "names.h"
#include "problem.h"

enum {
	USERS_MAX = 4000,
	USERS_FILE_MAX = 1024 * 1024, /* bytes */
	USERS_HASH = 25,              /* 16 bytes in base64, with the NUL */
};

struct user {
	char name[USER_NAME_MAX];
	char hash[USERS_HASH]; /* in base64; "" = none is known */
};

struct users {
	struct user *list;
	size_t count;
};

/* One line without its end: 1 = user is filled, 0 = nothing stands there, -1 and why. */
int users_read_line(const char *line, struct user *user, const char **why);

/* Adds those of a whole file, which messages call `file`; every bad line is a problem. */
void users_read(const char *text, size_t length, struct users *users, const char *file,
    struct problems *problems);

struct user *users_find(const struct users *users, const char *name);

/* The user of that name, added without a hash when there is none. NULL = out of memory, or too many. */
struct user *users_add(struct users *users, const char *name);

/* Overwrites the hashes, and frees all. */
void users_free(struct users *users);

#endif
