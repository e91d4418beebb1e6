/* SPDX-License-Identifier: MIT */
/*
 * data - /data: what outlives a boot, when there is a disk for it.
 *
 * Disks are slow and may hang, so a child does the work (slot/mount-data.c): finds the
 * partition, checks it, mounts it, or mounts RAM. When it fails, or is not done in time,
 * init mounts RAM itself and goes on.
 */
#ifndef WHIT_DATA_H
#define WHIT_DATA_H

#include <stdbool.h>

/* Begins; ready() is called once, when /data is there for use: a disk that takes more than 5 minutes
 * is given up. machine = false: /data is what the container has been given. */
void data_start(bool machine, void (*ready)(void));

/* "none" (not yet), "disk", "ram" or "given" (of a container). */
const char *data_kind(void);

/* Does what is there outlive this boot? Answered from memory (statfs(2)). */
bool data_is_persistent(void);

#endif
