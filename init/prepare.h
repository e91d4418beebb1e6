/* SPDX-License-Identifier: MIT */
/*
 * prepare - what happens in the child that prepares a role, before its own program runs.
 */
#ifndef WHIT_PREPARE_H
#define WHIT_PREPARE_H

#include "plan.h"

enum {
	PREPARE_FILES = 1024, /* RLIMIT_NOFILE of the role's program */
	PREPARE_WORDS = PLAN_WORDS + 10,
};

struct prepare_words {
	char text[4][PLAN_PATH];
	const char *word[PREPARE_WORDS];
};

/* The role's `prepare` command with the folders it is told; NULL when it has none. */
const char *const *prepare_command(const struct role_plan *role, struct prepare_words *words);

/* For struct spawn_plan, `argument` is a struct role_plan: makes /run/ROLE, for all to read when it is
 * one of the system's own; else as a filesystem of its own, and /data/ROLE, and copies the role's secrets to /run/ROLE/secrets: from /data/system/secrets/ROLE, else
 * from /etc/whit/secrets/ROLE; what is no longer there goes. 0, or -1 with errno (and what it was
 * about on stderr). */
int prepare_folders(const void *argument);

#endif
