/* SPDX-License-Identifier: MIT */
/*
 * ids - the numbers of users and shares, which they keep for ever: /data/share/.ids.
 *
 *	user anna 20001
 *	share public 20002
 *
 * A user's number is its uid and gid. A share's is the uid and gid of its folder, the id of its
 * quota, and its fsid in NFS file handles. 20000 to 29999, in the order in which they were first
 * named; what is named no more keeps its number, for its files may still be there. (ksmbd takes none
 * above 65534.)
 */
#ifndef WHIT_SHARE_IDS_H
#define WHIT_SHARE_IDS_H

#include "names.h"

enum {
	IDS_FIRST = 20000,
	IDS_LAST = 29999,
};

enum ids_kind { IDS_USER, IDS_SHARE, IDS_KIND_COUNT };

struct id {
	enum ids_kind kind;
	unsigned number;
	char name[SHARE_NAME_MAX]; /* users have shorter ones */
};

struct ids {
	struct id *list;
	size_t count;
	bool changed; /* since it was read */
};

/* [pure] Reads a whole table into a zeroed ids. NULL; or what is wrong with its line *line. */
const char *ids_read(const char *text, size_t length, struct ids *ids, unsigned *line);

/* [pure] The number of that name; a new one when it has none. 0 = there is none left, or no memory. */
unsigned ids_number(struct ids *ids, enum ids_kind kind, const char *name);

void ids_free(struct ids *ids);

/* Reads FOLDER/.ids; none is an empty table. 0, or -1: it has been said why on stderr. */
int ids_load(struct ids *ids, const char *folder);

/* Writes it, if it has changed, so that it survives a power cut. The same. */
int ids_save(struct ids *ids, const char *folder);

#endif
