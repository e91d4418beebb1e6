/* SPDX-License-Identifier: MIT */
/*
 * prepare - what a role finds when its own program for that prepares it: its folders and secrets.
 */
#ifndef WHIT_PREPARE_H
#define WHIT_PREPARE_H

#include "../plan.h"

enum { PREPARE_WORDS = PLAN_WORDS + 11 };

struct prepare_words {
	char text[4][PLAN_PATH];
	const char *word[PREPARE_WORDS];
};

/* The role's `prepare` command with the folders it is told; NULL when it has none. */
const char *const *prepare_command(const struct role_plan *role, struct prepare_words *words);

/* Makes /run/ROLE, for all to read when it is one of the system's own; else also /data/ROLE, and
 * copies the role's secrets to /run/ROLE/secrets: from /data/system/secrets/ROLE, else from
 * /etc/whit/secrets/ROLE. 0, or -1 with errno (and what it was about on stderr). */
int prepare_folders(const struct role_plan *role);

#endif
