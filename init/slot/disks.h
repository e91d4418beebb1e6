/* SPDX-License-Identifier: MIT */
/*
 * disks - which partition of which disk is /data.
 *
 * The one of Whit's data type; of several the one with the wanted GUID. Two that bear the same GUID are two disks made from one
 * image: then it is the one on the disk that the machine was started from, which GRUB has noted there (docs/disk.md).
 */
#ifndef WHIT_DISKS_H
#define WHIT_DISKS_H

#include <stdbool.h>

enum { DISKS_DEVICE = 64 };

/* Is the block device of this name (of /sys/block) a disk: no loop device, memory, CD or floppy? */
bool disks_is_disk(const char *name);

/* Finds it. wanted: its GUID, whose disk is waited for a minute; or "any": for ten seconds, and so long for the disk with GRUB's note,
 * if there is another; NULL = any that is there now. Its disk is made this machine's own (table.h). What is odd is said. 0, and device is "/dev/vda5"; or -1. */
int disks_find_data(const char *wanted, char device[static DISKS_DEVICE]);

#endif
