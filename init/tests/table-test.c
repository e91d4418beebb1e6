/* SPDX-License-Identifier: MIT */
/* An image's disk becomes a machine's own; any other stays as it is. */

#include "table.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

#define MIB UINT64_C(2048) /* blocks */
#define DISK (1024 * MIB)

enum { ENTRY = 128, ENTRIES = 128 };

static struct table table;
static uint8_t next_random;

static void count(uint8_t bytes[GPT_GUID])
{
	memset(bytes, ++next_random, GPT_GUID);
}

/* "57686974-0000-4000-8000-0000000000NN" as it lies on the disk. */
static void image_guid(uint8_t *at, uint8_t number)
{
	static const uint8_t prefix[] = { 0x74, 0x69, 0x68, 0x57, 0, 0, 0, 0x40, 0x80, 0 };

	memset(at, 0, GPT_GUID);
	memcpy(at, prefix, sizeof(prefix));
	at[15] = number;
}

static void add(size_t index, const uint8_t type[GPT_GUID], uint64_t first, uint64_t last)
{
	uint8_t *at = table.entries + index * ENTRY;

	memcpy(at, type, GPT_GUID);
	image_guid(at + 16, (uint8_t)(index + 1));
	for (int i = 0; i < 8; i++)
		at[32 + i] = (uint8_t)(first >> 8 * i);
	gpt_set_last(table.entries, index, &table.header, last);
}

/* A slot and /data on a disk of 1 GiB, as scripts/disk makes them. */
static int make_image(void **state)
{
	static const uint8_t slot[] = { 0x8c, 0xdc, 0x4a, 0xfa, 0xf5, 0x0d, 0x1f, 0x4c, 0xa9, 0xb8,
		0x1c, 0x0c, 0x1c, 0x6b, 0x3a, 0x5a };
	static const uint8_t data[] = { 0x80, 0xea, 0x8f, 0x77, 0x9f, 0xec, 0x23, 0x40, 0x8d, 0x04,
		0xd1, 0xc0, 0x74, 0x18, 0x19, 0xbf };

	(void)state;
	memset(&table, 0, sizeof(table));
	next_random = 0x80;
	table.block = 512;
	table.blocks = DISK;
	table.header = (struct gpt_header){ .other_lba = DISK - 1,
		.first_usable = 34,
		.last_usable = DISK - 34,
		.entries_lba = 2,
		.entry_count = ENTRIES,
		.entry_size = ENTRY };
	image_guid(table.header.guid, 0);
	add(0, slot, 66 * MIB, 322 * MIB - 1);
	add(1, data, 578 * MIB, 1023 * MIB - 1);
	return 0;
}

static struct gpt_entry entry(size_t index)
{
	struct gpt_entry read;

	gpt_read_entry(table.entries, index, &table.header, &read);
	return read;
}

static void every_guid_becomes_its_own(void **state)
{
	char disk[GPT_GUID_TEXT];

	(void)state;
	assert_true(table_make_own(&table, count));
	gpt_format_guid(table.header.guid, disk);
	assert_string_equal(disk, "81818181-8181-4181-8181-818181818181");
	assert_string_equal(entry(0).guid, "82828282-8282-4282-8282-828282828282");
	assert_string_equal(entry(1).guid, "83838383-8383-4383-8383-838383838383");
	assert_string_equal(entry(0).type, GPT_SLOT_TYPE);
	assert_int_equal(entry(1).last, 1023 * MIB - 1);
	assert_int_equal(table.header.entries_crc, gpt_crc(table.entries, (size_t)ENTRIES * ENTRY));
	assert_false(table_make_own(&table, count)); /* nothing is left to do */
}

static void data_takes_a_disk_that_has_grown(void **state)
{
	(void)state;
	table_make_own(&table, count);
	table.blocks = 4096 * MIB + 7; /* not a whole MiB */
	assert_true(table_make_own(&table, count));
	assert_int_equal(table.header.last_usable, table.blocks - 2 - 32);
	assert_int_equal(entry(1).first, 578 * MIB);
	assert_int_equal(entry(1).last, 4095 * MIB - 1);
	assert_int_equal(entry(0).last, 322 * MIB - 1);
	assert_false(table_make_own(&table, count));
}

static void what_is_not_data_does_not_grow(void **state)
{
	struct gpt_entry before;

	(void)state;
	table_make_own(&table, count);
	memset(table.entries + ENTRY, 0x11, GPT_GUID); /* /data's type is another */
	before = entry(1);
	table.blocks *= 2;
	assert_true(table_make_own(&table, count));
	assert_int_equal(entry(1).last, before.last);
}

static void a_disk_that_shrank_is_left_alone(void **state)
{
	(void)state;
	table.blocks -= 100 * MIB;
	assert_false(table_make_own(&table, count));
}

static void a_disk_without_slots_is_left_alone(void **state)
{
	(void)state;
	memset(table.entries, 0, ENTRY);
	table.blocks *= 2;
	assert_false(table_make_own(&table, count));
}

static void what_is_written_is_read_again(void **state)
{
	struct gpt_header read;
	uint8_t block[512];

	(void)state;
	table_make_own(&table, count);
	gpt_write_header(block, sizeof(block), 1, &table.header);
	assert_null(gpt_read_header(block, sizeof(block), 1, &read));
	assert_null(gpt_check_entries(table.entries, (size_t)ENTRIES * ENTRY, &read));
	assert_int_equal(read.other_lba, table.header.other_lba);
	assert_int_equal(read.first_usable, table.header.first_usable);
	assert_int_equal(read.last_usable, table.header.last_usable);
	assert_int_equal(read.entries_lba, table.header.entries_lba);
	assert_memory_equal(read.guid, table.header.guid, GPT_GUID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(every_guid_becomes_its_own, make_image),
		cmocka_unit_test_setup(data_takes_a_disk_that_has_grown, make_image),
		cmocka_unit_test_setup(what_is_not_data_does_not_grow, make_image),
		cmocka_unit_test_setup(a_disk_that_shrank_is_left_alone, make_image),
		cmocka_unit_test_setup(a_disk_without_slots_is_left_alone, make_image),
		cmocka_unit_test_setup(what_is_written_is_read_again, make_image),
	};

	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
