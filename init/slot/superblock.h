/* SPDX-License-Identifier: MIT */
/*
 * superblock [pure] - what a superblock of ext4 says of its filesystem, and whether it is whole. (The kernel's
 * Documentation/filesystems/ext4/super.rst; ext2 and ext3 have the same, without the sum.)
 */
#ifndef WHIT_SUPERBLOCK_H
#define WHIT_SUPERBLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes: where the first one stands on a partition, and how many it has. Its copies stand at the beginning of a block. */
enum { SUPERBLOCK_AT = 1024, SUPERBLOCK = 1024 };

/* Is it one, and, when it has a sum, what that was made of? */
bool superblock_is_good(const uint8_t superblock[SUPERBLOCK]);

/* Bytes of a block of its filesystem, and how many blocks that has. */
uint64_t superblock_block(const uint8_t superblock[SUPERBLOCK]);
uint64_t superblock_blocks(const uint8_t superblock[SUPERBLOCK]);

/* Is its UUID that of an image, until it is a machine's own (gpt.h)? */
bool superblock_is_of_image(const uint8_t superblock[SUPERBLOCK]);

#endif
