/* SPDX-License-Identifier: MIT */
/*
 * label [pure] - is this the head of a volume labelled WHITSEED? Where a file system bears its label
 * is a fixed place: in the boot sector of FAT, in the superblock of ext4.
 */
#ifndef WHIT_LABEL_H
#define WHIT_LABEL_H

#include <stddef.h>

enum { LABEL_HEAD = 2048 }; /* bytes of a volume that are looked at */

struct label {
	const char *type;    /* for mount(2) */
	const char *options; /* the same; NULL = none */
};

/* The kind of the volume that begins with these bytes; NULL = it is not one of a seed, or there are less
 * than LABEL_HEAD of them. */
const struct label *label_find(const char *head, size_t length);

#endif
