/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <errno.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	BLOCK_MAX = 4096,
	BLOCKS_MIN = 64,     /* of a disk that can have a table */
	SECTOR = 512,        /* the boot sector, whatever a block is */
	PROTECTIVE_AT = 446, /* byte of the boot sector: its first partition */
	PROTECTIVE = 16,     /* bytes of one; there are four */
	PROTECTIVE_TYPE = 0xee,
	SIGNATURE_AT = 510,
	FIRST = 1,           /* block 0 is the boot sector */
	ALIGNMENT = 1 << 20, /* bytes: of where /data ends */
	ENTRIES_AT = 2,      /* block, of the table at the beginning */
};

static size_t entries_size(const struct gpt_header *header)
{
	return (size_t)header->entry_count * header->entry_size;
}

/* The blocks that a whole table's entries take. */
static uint64_t entries_blocks(const struct table *table)
{
	return (entries_size(&table->header) + table->block - 1) / table->block;
}

/* Reads the table whose header is at `lba`. NULL or the reason. */
static const char *read_at(int disk, uint64_t lba, struct table *table)
{
	uint8_t block[BLOCK_MAX];
	const char *why;
	size_t size;

	if (pread(disk, block, table->block, (off_t)(lba * table->block)) != (ssize_t)table->block)
		return "cannot be read";
	why = gpt_read_header(block, table->block, lba, &table->header);
	if (why != NULL)
		return why;
	size = entries_size(&table->header);
	if (size > sizeof(table->entries) || table->header.entries_lba >= table->blocks ||
	    ENTRIES_AT + entries_blocks(table) > table->header.first_usable)
		return "has a partition table of absurd size";
	if (pread(disk, table->entries, size, (off_t)(table->header.entries_lba * table->block)) !=
	    (ssize_t)size)
		return "has a truncated partition table";
	return gpt_check_entries(table->entries, size, &table->header);
}

static bool is_zero(const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

/* Is this mark in the boot sector, and nothing else? */
static bool is_marked(const uint8_t *block, const char *mark)
{
	return memcmp(block, mark, strlen(mark)) == 0 &&
	    is_zero(block + strlen(mark), SECTOR - strlen(mark));
}

/* Does the boot sector keep off who knows no GPT, by a partition that begins behind it (the kernel believes in no table without
 * that), or does it say that Whit is being installed on the disk? */
static bool is_protected(const uint8_t *block)
{
	static const uint8_t behind_it[] = { FIRST, 0, 0, 0 };

	if (is_marked(block, TABLE_MARK) || is_marked(block, TABLE_MARK_KEEP))
		return true;
	if (block[SIGNATURE_AT] != 0x55 || block[SIGNATURE_AT + 1] != 0xaa)
		return false;
	for (const uint8_t *part = block + PROTECTIVE_AT; part < block + SIGNATURE_AT;
	     part += PROTECTIVE)
		if (part[4] == PROTECTIVE_TYPE && memcmp(part + 8, behind_it, 4) == 0)
			return true;
	return false;
}

/* Can what stands at the disk's beginning be `table`, damaged? A header or nothing, then entries, and nothing where it has none. */
static bool is_remnant(int disk, const struct table *table)
{
	size_t size = table->header.entry_size;
	uint8_t bytes[BLOCK_MAX];

	if (pread(disk, bytes, table->block, (off_t)table->block) == (ssize_t)table->block &&
	    !is_zero(bytes, table->block) && !gpt_is_header(bytes))
		return false;
	for (size_t i = 0; i < table->header.entry_count; i++)
		if (is_zero(table->entries + i * size, size) &&
		    pread(disk, bytes, size, (off_t)(ENTRIES_AT * table->block + i * size)) ==
		        (ssize_t)size &&
		    !is_zero(bytes, size))
			return false;
	return true;
}

const char *table_read(int disk, struct table *table)
{
	uint8_t boot[BLOCK_MAX];
	uint64_t bytes;
	int block;
	const char *why;

	if (ioctl(disk, BLKSSZGET, &block) == -1 || ioctl(disk, BLKGETSIZE64, &bytes) == -1)
		return strerror(errno);
	if (block > BLOCK_MAX || block < 512 || bytes / (unsigned)block < BLOCKS_MIN)
		return "is too small, or has blocks of an odd size";
	table->block = (size_t)block;
	table->blocks = bytes / (unsigned)block;
	table->damaged = false;
	if (pread(disk, boot, table->block, 0) != (ssize_t)table->block)
		return "cannot be read";
	why = read_at(disk, FIRST, table);
	if (why == NULL && !is_protected(boot))
		return "has a partition table, but a boot sector with another: it has another use";
	if (why == NULL)
		return NULL;
	table->damaged = true;
	if (read_at(disk, table->blocks - 1, table) != NULL)
		return why;
	if (!is_protected(boot) || !is_remnant(disk, table))
		return "has a partition table at its end, but something else at its beginning";
	return NULL;
}

/* Has the disk a slot? Then it is one of ours as a whole. `last` becomes the entry that lies behind all others. */
static bool has_slot(const struct table *table, size_t *last)
{
	uint64_t behind = 0;
	bool slot = false;
	struct gpt_entry entry;

	for (size_t i = 0; i < table->header.entry_count; i++) {
		gpt_read_entry(table->entries, i, &table->header, &entry);
		slot = slot || strcmp(entry.type, GPT_SLOT_TYPE) == 0;
		if (entry.first > behind) {
			behind = entry.first;
			*last = i;
		}
	}
	return slot;
}

static bool is_of_image(const char *guid)
{
	return strncmp(guid, GPT_IMAGE_PREFIX, strlen(GPT_IMAGE_PREFIX)) == 0;
}

void table_make_guid(uint8_t guid[GPT_GUID], void (*random)(uint8_t bytes[GPT_GUID]))
{
	random(guid);
	guid[7] = (uint8_t)((guid[7] & 0x0f) | 0x40);
	guid[8] = (uint8_t)((guid[8] & 0x3f) | 0x80);
}

/* Returns whether there were any of an image. */
static bool make_guids(struct table *table, void (*random)(uint8_t bytes[GPT_GUID]))
{
	char text[GPT_GUID_TEXT];
	uint8_t guid[GPT_GUID];
	struct gpt_entry entry;
	bool changed;

	gpt_format_guid(table->header.guid, text);
	changed = is_of_image(text);
	if (changed)
		table_make_guid(table->header.guid, random);
	for (size_t i = 0; i < table->header.entry_count; i++) {
		gpt_read_entry(table->entries, i, &table->header, &entry);
		if (!is_of_image(entry.guid))
			continue;
		table_make_guid(guid, random);
		gpt_set_guid(table->entries, i, &table->header, guid);
		changed = true;
	}
	return changed;
}

/* The last block before the table at the disk's end. */
static uint64_t last_usable(const struct table *table)
{
	return table->blocks - 2 - entries_blocks(table);
}

/* The last usable block goes to where the disk ends, and with it the last partition. Returns whether it was elsewhere. */
static bool grow(struct table *table, size_t last)
{
	struct gpt_header *header = &table->header;
	uint64_t usable = last_usable(table);
	uint64_t step = ALIGNMENT / table->block;
	uint64_t end = (usable + 1) / step * step - 1;
	struct gpt_entry entry;

	if (usable <= header->last_usable)
		return false;
	header->last_usable = usable;
	gpt_read_entry(table->entries, last, header, &entry);
	if (strcmp(entry.type, GPT_DATA_TYPE) == 0 && entry.last < end)
		gpt_set_last(table->entries, last, header, end);
	return true;
}

bool table_has_shrunk(const struct table *table)
{
	return table->header.last_usable > last_usable(table);
}

bool table_make_own(struct table *table, void (*random)(uint8_t bytes[GPT_GUID]))
{
	size_t last = 0;
	bool changed;

	if (!has_slot(table, &last) || table_has_shrunk(table))
		return false; /* somebody else's; or nobody can help */
	changed = make_guids(table, random);
	changed = grow(table, last) || changed;
	table->header.entries_crc = gpt_crc(table->entries, entries_size(&table->header));
	return changed || table->damaged;
}

/* 0, or -1 with errno. All that was written before is on the disk when it returns. */
static int write_whole(int disk, const void *bytes, size_t size, uint64_t at)
{
	ssize_t written = pwrite(disk, bytes, size, (off_t)at);

	if (written == -1)
		return -1;
	if ((size_t)written != size) {
		errno = EIO;
		return -1;
	}
	return fsync(disk);
}

/* Entries at `entries_lba`, and then their header at `lba`. */
static int write_at(int disk, struct table *table, uint64_t lba, uint64_t entries_lba)
{
	uint8_t block[BLOCK_MAX];

	table->header.entries_lba = entries_lba;
	table->header.other_lba = lba == FIRST ? table->blocks - 1 : FIRST;
	gpt_write_header(block, table->block, lba, &table->header);
	if (write_whole(disk, table->entries, entries_size(&table->header),
	        entries_lba * table->block) == -1)
		return -1;
	return write_whole(disk, block, table->block, lba * table->block);
}

/* The boot sector's own partition covers the whole disk, to keep off who knows no GPT. Nothing else in it changes, so that a
 * power cut does it no harm. */
static int cover_disk(int disk, const struct table *table)
{
	uint64_t size = table->blocks - 1;
	uint8_t block[BLOCK_MAX];

	if (pread(disk, block, table->block, 0) != (ssize_t)table->block)
		return -1;
	if (block[PROTECTIVE_AT + 4] != PROTECTIVE_TYPE)
		return 0;
	for (int i = 0; i < 4; i++)
		block[PROTECTIVE_AT + 12 + i] =
		    (uint8_t)((size > UINT32_MAX ? UINT32_MAX : size) >> 8 * i);
	return write_whole(disk, block, table->block, 0);
}

int table_write(int disk, struct table *table)
{
	uint64_t end = table->blocks - 1;

	if (cover_disk(disk, table) == -1 ||
	    write_at(disk, table, end, end - entries_blocks(table)) == -1)
		return -1;
	return write_at(disk, table, FIRST, ENTRIES_AT);
}
