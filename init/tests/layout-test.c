/* SPDX-License-Identifier: MIT */
/* Where the installer puts everything: the places of docs/disk.md, whatever the disk's blocks are. */

#include "layout.h"
#include "test.h"

#include <string.h>

#define MIB UINT64_C(1048576)

static struct table table;
static struct layout_extent parts[LAYOUT_PARTS];
static uint8_t next_random;

static void count(uint8_t bytes[GPT_GUID])
{
	memset(bytes, ++next_random, GPT_GUID);
}

/* The table of a disk of so many MiB. */
static const char *make(uint64_t size, size_t block)
{
	memset(&table, 0, sizeof(table));
	memset(parts, 0, sizeof(parts));
	next_random = 0;
	table.block = block;
	table.blocks = size * MIB / block;
	return layout_make(&table, count);
}

static void assert_part(enum layout_part part, uint64_t at, uint64_t size)
{
	assert_int_equal(parts[part].at, at * MIB);
	assert_int_equal(parts[part].size, size * MIB);
}

static void a_large_disk_has_large_slots(void **state)
{
	static const size_t blocks[] = { 512, 4096 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_null(make(8192, blocks[i]));
		assert_true(layout_find(&table, parts));
		assert_part(LAYOUT_BIOS, 1, 1);
		assert_part(LAYOUT_EFI, 2, 64);
		assert_part(LAYOUT_SLOT_A, 66, 512);
		assert_part(LAYOUT_SLOT_B, 578, 512);
		assert_part(LAYOUT_DATA, 1090, 7101);
	}
}

static void a_small_disk_has_small_slots(void **state)
{
	(void)state;
	assert_null(make(1024, 512));
	assert_true(layout_find(&table, parts));
	assert_part(LAYOUT_SLOT_A, 66, 256);
	assert_part(LAYOUT_SLOT_B, 322, 256);
	assert_part(LAYOUT_DATA, 578, 445);
}

static void the_smallest_disk_is_as_said(void **state)
{
	const char *why = make(642, 512);

	(void)state;
	assert_non_null(why);
	assert_non_null(strstr(why, "643 MiB"));
	assert_null(make(643, 512));
	assert_true(layout_find(&table, parts));
	assert_part(LAYOUT_DATA, 578, 64);
}

static void all_guids_are_different(void **state)
{
	char seen[LAYOUT_PARTS][GPT_GUID_TEXT];
	struct gpt_entry entry;

	(void)state;
	assert_null(make(1024, 512));
	for (size_t i = 0; i < LAYOUT_PARTS; i++) {
		gpt_read_entry(table.entries, i, &table.header, &entry);
		memcpy(seen[i], entry.guid, GPT_GUID_TEXT);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(seen[i], seen[j]);
	}
}

static void it_has_nothing_to_become_its_own(void **state)
{
	(void)state;
	assert_null(make(1024, 512));
	assert_false(table_make_own(&table, count));
}

static void a_table_of_others_is_not_ours(void **state)
{
	struct gpt_entry entry = { .first = 2048, .last = 4095, .type = GPT_DATA_TYPE };

	(void)state;
	assert_null(make(1024, 512));
	gpt_write_entry(table.entries, 5, &table.header, &entry, "second-data");
	assert_false(layout_find(&table, parts));
	assert_null(make(1024, 512));
	gpt_set_last(table.entries, LAYOUT_DATA, &table.header, table.blocks);
	assert_false(layout_find(&table, parts)); /* behind the end of the disk */
	assert_null(make(1024, 512));
	gpt_set_last(table.entries, LAYOUT_SLOT_A, &table.header, 322 * MIB / 512);
	assert_false(layout_find(&table, parts)); /* into slot B */
	assert_true(layout_has_data(&table));
	assert_null(make(1024, 512));
	memset(table.entries + (size_t)LAYOUT_SLOT_B * table.header.entry_size, 0,
	    table.header.entry_size);
	assert_false(layout_find(&table, parts));
}

static void the_boot_sector_protects_the_whole_disk(void **state)
{
	static const uint8_t code[LAYOUT_BOOT_CODE] = { 0xeb, 0x63 };
	static const uint8_t partition[] = { 0, 0, 2, 0, 0xee, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0xff,
		0xff, 0x1f, 0 };
	uint8_t sector[LAYOUT_BOOT_SECTOR];

	(void)state;
	layout_boot_sector(sector, code, 1024 * MIB / 512);
	assert_memory_equal(sector, code, sizeof(code));
	assert_memory_equal(sector + 446, partition, sizeof(partition));
	assert_int_equal(sector[510], 0x55);
	assert_int_equal(sector[511], 0xaa);
	layout_boot_sector(sector, code, UINT64_C(1) << 33);
	assert_memory_equal(sector + 458, "\xff\xff\xff\xff", 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_large_disk_has_large_slots),
		cmocka_unit_test(a_small_disk_has_small_slots),
		cmocka_unit_test(the_smallest_disk_is_as_said),
		cmocka_unit_test(all_guids_are_different),
		cmocka_unit_test(it_has_nothing_to_become_its_own),
		cmocka_unit_test(a_table_of_others_is_not_ours),
		cmocka_unit_test(the_boot_sector_protects_the_whole_disk),
	};

	return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
