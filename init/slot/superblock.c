/* SPDX-License-Identifier: MIT */
#include "superblock.h"

#include <stddef.h>
#include <string.h>

enum {
	BLOCKS_LOW = 0x4,
	LOG_BLOCK_SIZE = 0x18, /* 1024 << this */
	MAGIC_AT = 0x38,
	MAGIC = 0xef53,
	FEATURES_READ_ONLY = 0x64,
	METADATA_SUM = 0x400, /* of these */
	UUID = 0x68,
	BLOCKS_HIGH = 0x150,
	SUM = 0x3fc, /* of all that is before */
};

static const uint8_t image_uuid[] = { 0x57, 0x68, 0x69, 0x74, 0, 0, 0x40, 0, 0x80, 0 };

static uint32_t read_number(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	    (uint32_t)at[3] << 24;
}

/* CRC-32C (RFC 3720, appendix B.4), without the last step, as ext4 has it. */
static uint32_t crc32c(const uint8_t *bytes, size_t size)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < size; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (0x82f63b78 & (0 - (crc & 1)));
	}
	return crc;
}

bool superblock_is_good(const uint8_t superblock[SUPERBLOCK])
{
	if ((read_number(superblock + MAGIC_AT) & 0xffff) != MAGIC)
		return false;
	return (read_number(superblock + FEATURES_READ_ONLY) & METADATA_SUM) == 0 ||
	    read_number(superblock + SUM) == crc32c(superblock, SUM);
}

uint64_t superblock_block(const uint8_t superblock[SUPERBLOCK])
{
	return 1024ULL << (read_number(superblock + LOG_BLOCK_SIZE) & 7);
}

uint64_t superblock_blocks(const uint8_t superblock[SUPERBLOCK])
{
	return read_number(superblock + BLOCKS_LOW) |
	    (uint64_t)read_number(superblock + BLOCKS_HIGH) << 32;
}

bool superblock_is_of_image(const uint8_t superblock[SUPERBLOCK])
{
	return memcmp(superblock + UUID, image_uuid, sizeof(image_uuid)) == 0;
}
