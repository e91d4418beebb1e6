/* SPDX-License-Identifier: MIT */
/*
 * gpt [pure] - reads a GUID partition table, UEFI specification 2.10, chapter 5.
 *
 * GUIDs are kept as they lie on the disk: the first three fields little-endian.
 */
#ifndef WHIT_GPT_H
#define WHIT_GPT_H

#include <stddef.h>
#include <stdint.h>

enum {
	GPT_GUID_TEXT = 37,     /* "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" and NUL */
	GPT_ENTRIES_MAX = 1024, /* of a table we accept; 128 is usual */
	GPT_ENTRY_MAX = 4096,   /* bytes */
};

/* The type of the partition that is /data. */
#define GPT_DATA_TYPE "778fea80-ec9f-4023-8d04-d1c0741819bf"

struct gpt_header {
	uint64_t entries_lba;
	uint32_t entry_count;
	uint32_t entry_size;
	uint32_t entries_crc;
};

struct gpt_entry {
	char type[GPT_GUID_TEXT]; /* in lower case; of zeros = unused */
	char guid[GPT_GUID_TEXT];
};

/* Reads the header, the whole logical block `block` of `size` bytes that lies at `lba`.
 * NULL when good, else the reason. */
const char *gpt_read_header(const uint8_t *block, size_t size, uint64_t lba,
    struct gpt_header *header);

/* Is `entries`, all of the table's bytes, what the header vouches for? NULL or the reason. */
const char *gpt_check_entries(const uint8_t *entries, size_t size, const struct gpt_header *header);

/* Reads entry `index` of checked entries; partition number index + 1. */
void gpt_read_entry(const uint8_t *entries, size_t index, const struct gpt_header *header,
    struct gpt_entry *entry);

/* CRC-32 of ISO 3309, as GPT uses it. */
uint32_t gpt_crc(const uint8_t *data, size_t size);

#endif
