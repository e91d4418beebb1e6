/* SPDX-License-Identifier: MIT */
#include "gpt.h"

#include <stdio.h>
#include <string.h>

static const uint8_t signature[] = { 'E', 'F', 'I', ' ', 'P', 'A', 'R', 'T' };

enum { HEADER_SIZE = 92, ENTRY_SIZE = 128, REVISION = 0x00010000, NAME_CHARACTERS = 36 };

uint32_t gpt_crc(const uint8_t *data, size_t size)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < size; i++) {
		crc ^= data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (0xedb88320 & (0U - (crc & 1)));
	}
	return ~crc;
}

static uint32_t read32(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	    (uint32_t)at[3] << 24;
}

static uint64_t read64(const uint8_t *at)
{
	return read32(at) | (uint64_t)read32(at + 4) << 32;
}

static void write_number(uint8_t *at, uint64_t number, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		at[i] = (uint8_t)(number >> 8 * i);
}

void gpt_format_guid(const uint8_t at[GPT_GUID], char text[GPT_GUID_TEXT])
{
	snprintf(text, GPT_GUID_TEXT,
	    "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", at[3], at[2],
	    at[1], at[0], at[5], at[4], at[7], at[6], at[8], at[9], at[10], at[11], at[12], at[13],
	    at[14], at[15]);
}

bool gpt_is_header(const uint8_t *block)
{
	return memcmp(block, signature, sizeof(signature)) == 0;
}

const char *gpt_read_header(const uint8_t *block, size_t size, uint64_t lba,
    struct gpt_header *header)
{
	uint8_t copy[HEADER_SIZE];

	if (size < HEADER_SIZE || !gpt_is_header(block))
		return "has no GUID partition table";
	if (read32(block + 12) != HEADER_SIZE)
		return "has a partition table of unknown length";
	memcpy(copy, block, sizeof(copy));
	memset(copy + 16, 0, 4); /* its own checksum counts as zero */
	if (gpt_crc(copy, sizeof(copy)) != read32(block + 16))
		return "has a damaged partition table";
	if (read64(block + 24) != lba)
		return "has a partition table that belongs elsewhere";
	header->other_lba = read64(block + 32);
	header->first_usable = read64(block + 40);
	header->last_usable = read64(block + 48);
	memcpy(header->guid, block + 56, GPT_GUID);
	header->entries_lba = read64(block + 72);
	header->entry_count = read32(block + 80);
	header->entry_size = read32(block + 84);
	header->entries_crc = read32(block + 88);
	if (header->entry_count == 0 || header->entry_count > GPT_ENTRIES_MAX ||
	    header->entry_size < ENTRY_SIZE || header->entry_size > GPT_ENTRY_MAX)
		return "has a partition table of absurd size";
	return NULL;
}

const char *gpt_check_entries(const uint8_t *entries, size_t size, const struct gpt_header *header)
{
	if (size != (size_t)header->entry_count * header->entry_size)
		return "has a truncated partition table";
	if (gpt_crc(entries, size) != header->entries_crc)
		return "has damaged partition entries";
	return NULL;
}

void gpt_read_entry(const uint8_t *entries, size_t index, const struct gpt_header *header,
    struct gpt_entry *entry)
{
	const uint8_t *at = entries + index * header->entry_size;

	gpt_format_guid(at, entry->type);
	gpt_format_guid(at + 16, entry->guid);
	entry->first = read64(at + 32);
	entry->last = read64(at + 40);
}

/* `text` as gpt_format_guid() makes it. */
static void parse_guid(const char *text, uint8_t guid[GPT_GUID])
{
	static const uint8_t place[GPT_GUID] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14,
		15 };
	static const char digits[] = "0123456789abcdef";

	memset(guid, 0, GPT_GUID);
	for (size_t nibble = 0; nibble < (size_t)2 * GPT_GUID && *text != '\0'; text++) {
		const char *digit = strchr(digits, *text);

		if (digit == NULL)
			continue; /* a hyphen */
		guid[place[nibble / 2]] |= (uint8_t)((digit - digits) << (nibble % 2 == 0 ? 4 : 0));
		nibble++;
	}
}

void gpt_write_entry(uint8_t *entries, size_t index, const struct gpt_header *header,
    const struct gpt_entry *entry, const char *name)
{
	uint8_t *at = entries + index * header->entry_size;

	memset(at, 0, header->entry_size);
	parse_guid(entry->type, at);
	parse_guid(entry->guid, at + 16);
	write_number(at + 32, entry->first, 8);
	write_number(at + 40, entry->last, 8);
	for (size_t i = 0; i < NAME_CHARACTERS && name[i] != '\0'; i++)
		at[56 + 2 * i] = (uint8_t)name[i]; /* UTF-16 */
}

void gpt_set_guid(uint8_t *entries, size_t index, const struct gpt_header *header,
    const uint8_t guid[GPT_GUID])
{
	memcpy(entries + index * header->entry_size + 16, guid, GPT_GUID);
}

void gpt_set_last(uint8_t *entries, size_t index, const struct gpt_header *header, uint64_t last)
{
	write_number(entries + index * header->entry_size + 40, last, 8);
}

void gpt_write_header(uint8_t *block, size_t size, uint64_t lba, const struct gpt_header *header)
{
	memset(block, 0, size);
	memcpy(block, signature, sizeof(signature));
	write_number(block + 8, REVISION, 4);
	write_number(block + 12, HEADER_SIZE, 4);
	write_number(block + 24, lba, 8);
	write_number(block + 32, header->other_lba, 8);
	write_number(block + 40, header->first_usable, 8);
	write_number(block + 48, header->last_usable, 8);
	memcpy(block + 56, header->guid, GPT_GUID);
	write_number(block + 72, header->entries_lba, 8);
	write_number(block + 80, header->entry_count, 4);
	write_number(block + 84, header->entry_size, 4);
	write_number(block + 88, header->entries_crc, 4);
	write_number(block + 16, gpt_crc(block, HEADER_SIZE), 4);
}
