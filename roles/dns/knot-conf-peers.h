/* SPDX-License-Identifier: MIT */
/*
 * knot-conf-peers - other servers and who may do what, for knot.conf: there a zone only
 * refers to remotes and rules that stand before it. Equal ones are written once.
 */
#ifndef WHIT_DNS_KNOT_CONF_PEERS_H
#define WHIT_DNS_KNOT_CONF_PEERS_H

#include "settings.h"

#include <stdio.h>

struct peer_list {
	char **definitions;
	size_t count;
};

struct peer_table { /* zeroed: an empty one */
	struct peer_list remotes;
	struct peer_list rules;
};

/* Writes the lines master, notify and acl of a zone (NULL: of a generated catalog,
 * which has what [dns] gives all) and remembers what they refer to. */
void peer_table_zone(struct peer_table *table, FILE *out, const struct settings *settings,
    const struct zone *zone);

/* Writes the sections remote and acl, and frees the table. */
void peer_table_close(struct peer_table *table, FILE *out);

#endif
