/* SPDX-License-Identifier: MIT */
/*
 * table - the partition table of a disk of Whit, and how it becomes a machine's own.
 *
 * An image is the same bytes for everybody. On the first machine it meets, its disk and partitions get GUIDs of their own; on
 * every start the last partition, if it is /data, is given what is free behind it: disks of virtual machines grow.
 *
 * A table lies on the disk twice, at its beginning and at its end. What changes is written in an order in which a power cut, at
 * any moment, leaves one of them whole: the one at the end, flushed; then the entries at the beginning, flushed; then their
 * header, flushed. The size in the boot sector, which only keeps off who knows no GPT, comes before them all: when the table at
 * the beginning is new, all is done.
 *
 * A table of which only the one at the end is good is read from there, and written anew; but only where what stands at the
 * beginning is a damaged table. Who gives a disk another use often lets its end alone: that table counts for nothing. Nor does one whose
 * boot sector has partitions of its own instead of the one that stands for the table: the kernel does not believe it either.
 */
#ifndef WHIT_TABLE_H
#define WHIT_TABLE_H

#include "gpt.h"

#include <stdbool.h>

/* What the boot sector begins with while Whit is being installed on the disk; and when its /data is to stay, as is its table. */
#define TABLE_MARK "Whit is being installed here\n"
#define TABLE_MARK_KEEP "Whit is being installed here; /data stays\n"

enum { TABLE_MAX = 256 * 1024 }; /* bytes of entries */

struct table {
	struct gpt_header header;
	uint8_t entries[TABLE_MAX];
	uint64_t blocks; /* of the disk, of `block` bytes */
	size_t block;
	bool damaged; /* the one at the beginning is not good: this is the one at the end */
};

/* Reads the table of the disk open as `disk`. NULL, or why it has none that can be believed. */
const char *table_read(int disk, struct table *table);

/* [pure] Changes the table to that of this machine's own disk: random GUIDs in place of an image's; the last partition, if it
 * is /data, to the end of the disk. Only of a disk that has slots, and that has not shrunk. `random` is asked for 16 random bytes at a time. Returns
 * whether anything has changed. */
bool table_make_own(struct table *table, void (*random)(uint8_t bytes[GPT_GUID]));

/* [pure] A random GUID (RFC 9562, version 4), as it lies on a disk. */
void table_make_guid(uint8_t guid[GPT_GUID], void (*random)(uint8_t bytes[GPT_GUID]));

/* [pure] Is the disk smaller than its table says? */
bool table_has_shrunk(const struct table *table);

/* Writes it to the disk, open for writing, in the order above. 0, or -1 with errno. */
int table_write(int disk, struct table *table);

#endif
