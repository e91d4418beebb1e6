/* SPDX-License-Identifier: MIT */
/*
 * clients [pure] - one line that says who may mount a share by NFS:
 *
 *	NETWORK ro|rw [all_squash|root_squash|no_root_squash], ...
 *
 * A network is an address or ADDRESS/LENGTH, IPv4 or IPv6. What the last word means is in exports(5):
 * with all_squash, unless another is said, whoever the client says it is acts as the share itself.
 */
#ifndef WHIT_SHARE_CLIENTS_H
#define WHIT_SHARE_CLIENTS_H

#include "text-values.h"

enum { CLIENTS_MAX = 64 }; /* of a share */

enum squash {
	SQUASH_ALL,
	SQUASH_ROOT,
	SQUASH_NONE,
	SQUASH_COUNT,
};

struct client {
	struct text_prefix network;
	bool write;
	enum squash squash;
};

struct clients {
	size_t count;
	struct client list[CLIENTS_MAX];
};

/* Adds those of one line. Reason or NULL, as in text.h; on an error some may have been added. */
const char *clients_read(const char *text, struct clients *clients);

/* The same as the check of a schema key. */
const char *clients_check(const char *text);

/* Two of them whose networks overlap, as `first` and the one behind it that is returned: which of both
 * would count nobody could tell. NULL = none. */
const struct client *clients_overlap(const struct clients *clients, const struct client **first);

/* The word of exports(5). */
const char *clients_squash_name(enum squash squash);

#endif
