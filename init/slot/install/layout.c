/* SPDX-License-Identifier: MIT */
#include "layout.h"

#include <stdio.h>
#include <string.h>

enum {
	MIB = 1 << 20,
	ENTRIES = 128,
	ENTRY_SIZE = 128,
	ENTRIES_SIZE = ENTRIES * ENTRY_SIZE,
	/* MiB */
	BIOS_AT = 1,
	EFI_AT = 2,
	EFI_SIZE = 64,
	SLOT_AT = EFI_AT + EFI_SIZE,
	SLOT_SIZE = 512,
	SMALL_SLOT = 256, /* on disks below */
	LARGE_DISK = 4096,
	SMALLEST_DATA = 64, /* so 643 MiB are the least */
	/* the boot sector */
	PROTECTIVE_AT = 446,
	PROTECTIVE_TYPE = 0xee,
	SIGNATURE_AT = 510,
};

static const struct {
	const char *type;
	const char *name;
} kinds[LAYOUT_PARTS] = {
	[LAYOUT_BIOS] = { GPT_BIOS_TYPE, "whit-bios" },
	[LAYOUT_EFI] = { GPT_EFI_TYPE, "whit-efi" },
	[LAYOUT_SLOT_A] = { GPT_SLOT_TYPE, "whit-a" },
	[LAYOUT_SLOT_B] = { GPT_SLOT_TYPE, "whit-b" },
	[LAYOUT_DATA] = { GPT_DATA_TYPE, "whit-data" },
};

const char *layout_make(struct table *table, void (*random)(uint8_t bytes[GPT_GUID]))
{
	struct gpt_header *header = &table->header;
	uint64_t entries_blocks = (ENTRIES_SIZE + table->block - 1) / table->block;
	uint64_t step = MIB / table->block;
	uint64_t size = table->blocks / step; /* MiB */
	uint64_t slot = size < LARGE_DISK ? SMALL_SLOT : SLOT_SIZE;
	uint64_t data_at = SLOT_AT + 2 * slot;
	const uint64_t at[LAYOUT_PARTS + 1] = { BIOS_AT, EFI_AT, SLOT_AT, SLOT_AT + slot, data_at,
		size - 1 };
	uint8_t guid[GPT_GUID];

	if (size < data_at + SMALLEST_DATA + 1)
		return "the disk is too small: 643 MiB are needed";
	memset(table->entries, 0, sizeof(table->entries));
	*header = (struct gpt_header){ .first_usable = step,
		.last_usable = table->blocks - 2 - entries_blocks,
		.entry_count = ENTRIES,
		.entry_size = ENTRY_SIZE };
	table_make_guid(header->guid, random);
	for (size_t i = 0; i < LAYOUT_PARTS; i++) {
		struct gpt_entry entry = { .first = at[i] * step, .last = at[i + 1] * step - 1 };

		snprintf(entry.type, sizeof(entry.type), "%s", kinds[i].type);
		table_make_guid(guid, random);
		gpt_format_guid(guid, entry.guid);
		gpt_write_entry(table->entries, i, header, &entry, kinds[i].name);
	}
	header->entries_crc = gpt_crc(table->entries, ENTRIES_SIZE);
	return NULL;
}

/* Reads entry `part`, which must be that part and lie behind `behind`, a block. */
static bool find_part(const struct table *table, size_t part, uint64_t behind,
    struct gpt_entry *entry)
{
	uint64_t end = table->header.last_usable < table->blocks ? table->header.last_usable
	                                                         : table->blocks - 1;

	if (part >= table->header.entry_count)
		return false;
	gpt_read_entry(table->entries, part, &table->header, entry);
	return strcmp(entry->type, kinds[part].type) == 0 && entry->first > behind &&
	    entry->first <= entry->last && entry->last <= end;
}

/* Does any entry from number `from` on have this type? */
static bool has_type(const struct table *table, size_t from, const char *type)
{
	struct gpt_entry entry;

	for (size_t i = from; i < table->header.entry_count; i++) {
		gpt_read_entry(table->entries, i, &table->header, &entry);
		if (strcmp(entry.type, type) == 0)
			return true;
	}
	return false;
}

bool layout_has_data(const struct table *table)
{
	return has_type(table, 0, GPT_DATA_TYPE);
}

bool layout_find(const struct table *table, struct layout_extent parts[LAYOUT_PARTS])
{
	uint64_t behind = 1; /* the header's block */
	struct gpt_entry entry;

	for (size_t part = 0; part < LAYOUT_PARTS; part++) {
		if (!find_part(table, part, behind, &entry) ||
		    has_type(table, LAYOUT_PARTS, kinds[part].type))
			return false;
		behind = entry.last;
		parts[part].at = entry.first * table->block;
		parts[part].size = (entry.last - entry.first + 1) * table->block;
		if (parts[part].at % MIB != 0 || parts[part].size < MIB)
			return false;
	}
	return parts[LAYOUT_BIOS].at == (uint64_t)BIOS_AT * MIB;
}

static void write_number(uint8_t *at, uint32_t number)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(number >> 8 * i);
}

void layout_boot_sector(uint8_t sector[LAYOUT_BOOT_SECTOR], const uint8_t code[LAYOUT_BOOT_CODE],
    uint64_t blocks)
{
	uint8_t *partition = sector + PROTECTIVE_AT;

	memset(sector, 0, LAYOUT_BOOT_SECTOR);
	memcpy(sector, code, LAYOUT_BOOT_CODE);
	partition[2] = 2; /* its first sector, in cylinders, heads, sectors */
	partition[4] = PROTECTIVE_TYPE;
	memset(partition + 5, 0xff, 3); /* and its last: further than that can say */
	write_number(partition + 8, 1);
	write_number(partition + 12, blocks - 1 > UINT32_MAX ? UINT32_MAX : (uint32_t)(blocks - 1));
	sector[SIGNATURE_AT] = 0x55;
	sector[SIGNATURE_AT + 1] = 0xaa;
}
