/* SPDX-License-Identifier: MIT */
/* Partition tables with any content that vouches for itself: a header block, then entries. What becomes of them is a table too. */

#include "layout.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 512, BLOCKS = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put32(uint8_t *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

static void count(uint8_t bytes[GPT_GUID])
{
	static uint8_t next;

	memset(bytes, ++next, GPT_GUID);
}

/* Makes the block's checksums right, or nothing behind them would ever be reached. */
static void seal(uint8_t block[BLOCK], uint32_t entries_crc)
{
	put32(block + 88, entries_crc);
	put32(block + 16, 0);
	put32(block + 16, gpt_crc(block, 92));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct table table;
	struct layout_extent parts[LAYOUT_PARTS];
	struct gpt_header again;
	uint8_t block[BLOCK];
	size_t entries;

	if (size < BLOCK || size - BLOCK > TABLE_MAX)
		return 0;
	entries = size - BLOCK;
	memcpy(block, data, BLOCK);
	memset(&table, 0, sizeof(table));
	memcpy(table.entries, data + BLOCK, entries);
	seal(block, gpt_crc(table.entries, entries));
	table.block = BLOCK;
	table.blocks = BLOCKS;
	if (gpt_read_header(block, BLOCK, 1, &table.header) != NULL ||
	    gpt_check_entries(table.entries, entries, &table.header) != NULL)
		return 0;
	if (layout_find(&table, parts))
		for (size_t i = 0; i < LAYOUT_PARTS; i++)
			if (parts[i].at + parts[i].size > (uint64_t)BLOCKS * BLOCK ||
			    parts[i].size == 0)
				abort();
	if (!table_make_own(&table, count))
		return 0;
	gpt_write_header(block, BLOCK, 1, &table.header);
	if (gpt_read_header(block, BLOCK, 1, &again) != NULL ||
	    gpt_check_entries(table.entries, entries, &again) != NULL ||
	    table_make_own(&table, count))
		abort();
	return 0;
}
