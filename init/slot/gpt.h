/* SPDX-License-Identifier: MIT */
/*
 * gpt [pure] - GUID partition tables, UEFI specification 2.10, chapter 5: reads them, and writes what changes when a disk
 * becomes a machine's own.
 *
 * GUIDs are kept as they lie on the disk: the first three fields little-endian.
 */
#ifndef WHIT_GPT_H
#define WHIT_GPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	GPT_GUID = 16,          /* bytes */
	GPT_GUID_TEXT = 37,     /* "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" and NUL */
	GPT_ENTRIES_MAX = 1024, /* of a table we accept; 128 is usual */
	GPT_ENTRY_MAX = 4096,   /* bytes */
};

/* The types of partitions: GRUB for BIOS, the one for EFI firmware, slots, /data. */
#define GPT_BIOS_TYPE "21686148-6449-6e6f-744e-656564454649"
#define GPT_EFI_TYPE "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"
#define GPT_DATA_TYPE "778fea80-ec9f-4023-8d04-d1c0741819bf"
#define GPT_SLOT_TYPE "fa4adc8c-0df5-4c1f-a9b8-1c0c1c6b3a5a"

/* What every GUID of an image begins with: that of a disk, and its partitions', until it is a machine's own. */
#define GPT_IMAGE_PREFIX "57686974-0000-4000-8000-"

/* Blocks are the disk's logical ones (LBA). */
struct gpt_header {
	uint64_t other_lba; /* where the other copy of the header is */
	uint64_t first_usable;
	uint64_t last_usable;
	uint64_t entries_lba;
	uint32_t entry_count;
	uint32_t entry_size;
	uint32_t entries_crc;
	uint8_t guid[GPT_GUID]; /* the disk's */
};

struct gpt_entry {
	char type[GPT_GUID_TEXT]; /* in lower case; of zeros = unused */
	char guid[GPT_GUID_TEXT];
	uint64_t first;
	uint64_t last; /* of its own blocks */
};

/* Does the block, of at least 8 bytes, begin as a header does, whatever else is in it? */
bool gpt_is_header(const uint8_t *block);

/* Reads the header, the whole logical block `block` of `size` bytes that lies at `lba`.
 * NULL when good, else the reason. */
const char *gpt_read_header(const uint8_t *block, size_t size, uint64_t lba,
    struct gpt_header *header);

/* Is `entries`, all of the table's bytes, what the header vouches for? NULL or the reason. */
const char *gpt_check_entries(const uint8_t *entries, size_t size, const struct gpt_header *header);

/* Reads entry `index` of checked entries; partition number index + 1. */
void gpt_read_entry(const uint8_t *entries, size_t index, const struct gpt_header *header,
    struct gpt_entry *entry);

/* Fills `block`, `size` bytes that lie at `lba`, with the header. */
void gpt_write_header(uint8_t *block, size_t size, uint64_t lba, const struct gpt_header *header);

/* Fills an entry; `name` is ASCII, at most 36 characters. */
void gpt_write_entry(uint8_t *entries, size_t index, const struct gpt_header *header,
    const struct gpt_entry *entry, const char *name);

/* Changes what an entry says of its own identity, or where it ends. */
void gpt_set_guid(uint8_t *entries, size_t index, const struct gpt_header *header,
    const uint8_t guid[GPT_GUID]);
void gpt_set_last(uint8_t *entries, size_t index, const struct gpt_header *header, uint64_t last);

/* "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", in lower case. */
void gpt_format_guid(const uint8_t guid[GPT_GUID], char text[GPT_GUID_TEXT]);

/* CRC-32 of ISO 3309, as GPT uses it. */
uint32_t gpt_crc(const uint8_t *data, size_t size);

#endif
