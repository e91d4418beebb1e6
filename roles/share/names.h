/* SPDX-License-Identifier: MIT */
/*
 * names [pure] - what shares, users, groups and folders may be called, and the lists of who may do
 * something. Readers are as those of lib/text.h.
 */
#ifndef WHIT_SHARE_NAMES_H
#define WHIT_SHARE_NAMES_H

#include "text.h"

enum {
	SHARE_NAME_MAX = 64, /* with its NUL; ksmbd takes no longer one */
	SHARE_PATH_MAX = 256,
	USER_NAME_MAX = 33, /* of users and groups: passwd(5), group(5) */
};

/* Words with a meaning of their own in a list of who may. */
#define NAMES_GUEST "guest"     /* who has no password */
#define NAMES_EVERYBODY "users" /* as a group: each user with a password */

/* [share.NAME]: at most 63 letters, digits, '.', '_', '-', the first a letter or digit; none that SMB
 * or ksmbd.conf(5) gives a meaning of its own. */
const char *names_share(const char *text);

/* Path of a share below /data/share: parts of letters, digits, '.', '_', '+', '-', none of which
 * begins with a dot (what begins so there is the role's own). */
const char *names_path(const char *text);

/* Is one of two good paths the other, or below it? */
bool names_overlap(const char *one, const char *other);

/* At most 32 letters, digits, '.', '_', '-', the first a letter or '_'; none that the system has. */
const char *names_user(const char *text);

/* A word of `read` and `write`: guest, USER or @GROUP. */
const char *names_who(const char *text);

/* Value of `group`: "NAME: USER..." */
const char *names_group(const char *text);

/* Its two parts: copies the name and returns the list of users, which lies in text. */
const char *names_split_group(const char *text, char name[USER_NAME_MAX]);

#endif
