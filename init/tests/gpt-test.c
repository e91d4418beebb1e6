/* SPDX-License-Identifier: MIT */
/* A partition table is believed only when it vouches for itself. */

#include "gpt.h"
#include "test.h"

#include <string.h>

enum { SECTOR = 512, ENTRIES = 4, ENTRY = 128 };

static uint8_t block[SECTOR];
static uint8_t entries[ENTRIES * ENTRY];

static void put32(uint8_t *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

static void seal(void)
{
	put32(block + 88, gpt_crc(entries, sizeof(entries)));
	put32(block + 16, 0);
	put32(block + 16, gpt_crc(block, 92));
}

static int make_table(void **state)
{
	/* GPT_DATA_TYPE as it lies on the disk */
	static const uint8_t type[16] = { 0x80, 0xea, 0x8f, 0x77, 0x9f, 0xec, 0x23, 0x40, 0x8d,
		0x04, 0xd1, 0xc0, 0x74, 0x18, 0x19, 0xbf };
	static const char signature[] = "EFI PART";
	const size_t third = (size_t)2 * ENTRY;

	(void)state;
	memset(block, 0, sizeof(block));
	memset(entries, 0, sizeof(entries));
	memcpy(entries + third, type, sizeof(type));
	memset(entries + third + 16, 0xab, 16);
	memcpy(block, signature, sizeof(signature) - 1);
	put32(block + 8, 0x00010000);
	put32(block + 12, 92);
	put32(block + 24, 1);
	put32(block + 72, 2);
	put32(block + 80, ENTRIES);
	put32(block + 84, ENTRY);
	seal();
	return 0;
}

static void a_good_table_is_read(void **state)
{
	struct gpt_header header;
	struct gpt_entry entry;

	(void)state;
	assert_null(gpt_read_header(block, sizeof(block), 1, &header));
	assert_int_equal(header.entries_lba, 2);
	assert_int_equal(header.entry_count, ENTRIES);
	assert_null(gpt_check_entries(entries, sizeof(entries), &header));
	gpt_read_entry(entries, 2, &header, &entry);
	assert_string_equal(entry.type, GPT_DATA_TYPE);
	assert_string_equal(entry.guid, "abababab-abab-abab-abab-abababababab");
	gpt_read_entry(entries, 0, &header, &entry);
	assert_string_equal(entry.type, "00000000-0000-0000-0000-000000000000");
}

static void the_checksum_is_the_usual_one(void **state)
{
	(void)state;
	assert_int_equal(gpt_crc((const uint8_t *)"123456789", 9), 0xcbf43926);
}

static void any_changed_bit_is_seen(void **state)
{
	struct gpt_header header;

	(void)state;
	for (size_t bit = 0; bit < (size_t)92 * 8; bit++) {
		block[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_non_null(gpt_read_header(block, sizeof(block), 1, &header));
		block[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	assert_null(gpt_read_header(block, sizeof(block), 1, &header));
	entries[77] ^= 1;
	assert_non_null(gpt_check_entries(entries, sizeof(entries), &header));
	assert_non_null(gpt_check_entries(entries, sizeof(entries) - 1, &header));
}

static void absurd_sizes_are_refused(void **state)
{
	struct gpt_header header;

	(void)state;
	put32(block + 80, 0xffffffff);
	seal();
	assert_non_null(gpt_read_header(block, sizeof(block), 1, &header));
	put32(block + 80, ENTRIES);
	put32(block + 84, 64);
	seal();
	assert_non_null(gpt_read_header(block, sizeof(block), 1, &header));
	put32(block + 84, ENTRY);
	seal();
	assert_non_null(gpt_read_header(block, sizeof(block), 34, &header));
	assert_non_null(gpt_read_header(block, 91, 1, &header));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_good_table_is_read, make_table),
		cmocka_unit_test(the_checksum_is_the_usual_one),
		cmocka_unit_test_setup(any_changed_bit_is_seen, make_table),
		cmocka_unit_test_setup(absurd_sizes_are_refused, make_table),
	};

	return cmocka_run_group_tests_name("gpt", tests, NULL, NULL);
}
