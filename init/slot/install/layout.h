/* SPDX-License-Identifier: MIT */
/*
 * layout [pure] - where everything lies on a disk of Whit (docs/disk.md). The build's scripts/disk lays out images in the same way.
 */
#ifndef WHIT_LAYOUT_H
#define WHIT_LAYOUT_H

#include "table.h"

enum layout_part {
	LAYOUT_BIOS,
	LAYOUT_EFI,
	LAYOUT_SLOT_A,
	LAYOUT_SLOT_B,
	LAYOUT_DATA,
	LAYOUT_PARTS
};

enum {
	LAYOUT_BOOT_CODE = 440, /* bytes, of the boot sector */
	LAYOUT_BOOT_SECTOR = 512,
};

/* Where a part lies, in bytes. */
struct layout_extent {
	uint64_t at;
	uint64_t size;
};

/* Makes the table of a new disk of table->blocks blocks of table->block bytes: everything with GUIDs of its own. NULL, or why
 * there can be none. */
const char *layout_make(struct table *table, void (*random)(uint8_t bytes[GPT_GUID]));

/* Finds the parts in a table that layout_make() or scripts/disk made. False when it has not just those, one behind the other, as
 * partitions 1 to 5: GRUB knows them by number. */
bool layout_find(const struct table *table, struct layout_extent parts[LAYOUT_PARTS]);

/* Has the table a partition that is /data, in whatever layout? */
bool layout_has_data(const struct table *table);

/* The boot sector: code for BIOS, and the partition that protects the table, without which it counts for nobody. */
void layout_boot_sector(uint8_t sector[LAYOUT_BOOT_SECTOR], const uint8_t code[LAYOUT_BOOT_CODE],
    uint64_t blocks);

#endif
