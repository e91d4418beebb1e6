/* SPDX-License-Identifier: MIT */
/*
 * offline - a knotd that no one but us can reach, for a zone whose content is in the
 * journal: to read that content, or to replace it. It has the databases on /data to
 * itself, so the service must not run.
 */
#ifndef WHIT_DNS_OFFLINE_H
#define WHIT_DNS_OFFLINE_H

#include "settings.h"

/* Does a server answer on the control socket of the role? */
bool offline_is_served(const struct folders *folders);

/* Writes the zone as it is now to a file in RUN, whose path goes to path (4096 bytes).
 * Returns 0, or -1 with errno. */
int offline_dump(const struct settings *settings, const struct zone *zone, char *path);

/* Makes the zone what is in file, as one change with a new serial. Returns the same. */
int offline_load(const struct settings *settings, const struct zone *zone, const char *file);

#endif
