/* SPDX-License-Identifier: MIT */
/*
 * secrets - the users of a site: those in secrets/share/users (users.h), and those that it names.
 */
#ifndef WHIT_SHARE_SECRETS_H
#define WHIT_SHARE_SECRETS_H

#include "settings.h"

/* Fills settings->users. On the build host a site without its secrets is judged all the same; with
 * them, a user that the site names and the file does not have is a mistake. On the machine that is a
 * warning: the others can log in. But without any file no user can, and that is a mistake. Returns
 * 0, or -1 when out of memory. */
int secrets_load(struct settings *settings, struct problems *problems);

#endif
