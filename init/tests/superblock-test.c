/* SPDX-License-Identifier: MIT */
/* Which superblocks are whole, and what they say. */

#include "superblock.h"
#include "test.h"

#include <stddef.h>

/* Of `mke2fs -t ext4` with rootfs/etc/mke2fs.conf and an image's UUID, 1 GiB: where there is something, and what. */
static const struct {
	size_t at;
	uint32_t number;
} numbers[] = {
	{ 0x0, 0x10000 },
	{ 0x4, 0x40000 },
	{ 0x8, 0xa3d },
	{ 0xc, 0x3cd5f },
	{ 0x10, 0xfff4 },
	{ 0x18, 0x2 },
	{ 0x1c, 0x2 },
	{ 0x20, 0x8000 },
	{ 0x24, 0x8000 },
	{ 0x28, 0x2000 },
	{ 0x30, 0x3b9aca00 },
	{ 0x34, 0xffff0000 },
	{ 0x38, 0x1ef53 },
	{ 0x3c, 0x1 },
	{ 0x40, 0x3b9aca00 },
	{ 0x4c, 0x1 },
	{ 0x54, 0xb },
	{ 0x58, 0x100 },
	{ 0x5c, 0x3c },
	{ 0x60, 0x122c2 },
	{ 0x64, 0x256b },
	{ 0x68, 0x74696857 },
	{ 0x6c, 0x400000 },
	{ 0x70, 0x80 },
	{ 0x74, 0x6000000 },
	{ 0xcc, 0x7f0000 },
	{ 0xe0, 0x8 },
	{ 0xec, 0x74696857 },
	{ 0xf0, 0x400000 },
	{ 0xf4, 0x80 },
	{ 0xf8, 0x7000000 },
	{ 0xfc, 0x400101 },
	{ 0x100, 0xc },
	{ 0x108, 0x3b9aca00 },
	{ 0x10c, 0x1f30a },
	{ 0x110, 0x4 },
	{ 0x11c, 0x2000 },
	{ 0x120, 0x20000 },
	{ 0x14c, 0x2000000 },
	{ 0x15c, 0x200020 },
	{ 0x160, 0x1 },
	{ 0x174, 0x104 },
	{ 0x178, 0x22d },
	{ 0x240, 0x3 },
	{ 0x244, 0x4 },
	{ 0x248, 0x3295 },
	{ 0x254, 0x401 },
	{ 0x26c, 0xc },
	{ 0x270, 0xb90d76c8 },
	{ 0x3fc, 0xbf9c9781 },
};

static uint8_t superblock[SUPERBLOCK];

static void write_number(size_t at, uint32_t number)
{
	for (int i = 0; i < 4; i++)
		superblock[at + (size_t)i] = (uint8_t)(number >> 8 * i);
}

static int make_superblock(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(superblock); i++)
		superblock[i] = 0;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		write_number(numbers[i].at, numbers[i].number);
	return 0;
}

static void a_whole_one_is_good(void **state)
{
	(void)state;
	assert_true(superblock_is_good(superblock));
	assert_int_equal(superblock_block(superblock), 4096);
	assert_int_equal(superblock_blocks(superblock), 262144);
	assert_true(superblock_is_of_image(superblock));
	superblock[0x68] ^= 1;
	assert_false(superblock_is_of_image(superblock));
}

static void one_that_is_torn_is_not(void **state)
{
	(void)state;
	for (size_t at = 512; at < SUPERBLOCK; at++) {
		superblock[at] ^= 0x10;
		assert_false(superblock_is_good(superblock));
		superblock[at] ^= 0x10;
	}
	superblock[0x2c] ^= 1; /* when it was mounted */
	assert_false(superblock_is_good(superblock));
}

static void nothing_is_none(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(superblock); i++)
		superblock[i] = 0;
	assert_false(superblock_is_good(superblock));
}

static void one_without_a_sum_is_believed(void **state)
{
	(void)state;
	write_number(0x64, 0); /* its features: no sums of metadata */
	write_number(0x3fc, 0);
	assert_true(superblock_is_good(superblock));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_whole_one_is_good, make_superblock),
		cmocka_unit_test_setup(one_that_is_torn_is_not, make_superblock),
		cmocka_unit_test_setup(nothing_is_none, make_superblock),
		cmocka_unit_test_setup(one_without_a_sum_is_believed, make_superblock),
	};

	return cmocka_run_group_tests_name("superblock", tests, NULL, NULL);
}
