/* SPDX-License-Identifier: MIT */
/*
 * prepare - what a role finds when its own program for that prepares it: its folders and secrets.
 */
#ifndef WHIT_PREPARE_H
#define WHIT_PREPARE_H

#include "../plan.h"

/* The role's `prepare` command with the folders it is told; NULL when it has none. It lasts until the
 * next call. */
const char *const *prepare_command(const struct role_plan *role);

/* Is all that the role needs a folder, which each of its services makes when it starts? So it is with the
 * system's own that have no program to prepare them: they have no data and no secrets. */
bool prepare_is_launch(const struct role_plan *role);

/* Makes /run/ROLE, for all to read when it is one of the system's own; else also /data/ROLE, whose mode
 * is 0750 until the role itself, whose folder it is, gives it another, and
 * copies the role's secrets to /run/ROLE/secrets: from /data/system/secrets/ROLE, else from
 * /etc/whit/secrets/ROLE. 0, or -1 with errno (and what it was about on stderr). */
int prepare_folders(const struct role_plan *role);

#endif
