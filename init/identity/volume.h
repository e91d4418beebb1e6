/* SPDX-License-Identifier: MIT */
/*
 * volume - a seed on a disk: a FAT or ext4 file system labelled WHITSEED, with whit-seed.conf and
 * perhaps secrets/ROLE/FILE. It is mounted read-only, for as long as it is looked at.
 */
#ifndef WHIT_VOLUME_H
#define WHIT_VOLUME_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Is there one? It is not mounted for that. */
bool volume_is_there(void);

/* Mounts the volume and reads its whit-seed.conf. The number of bytes: -1 = there is no volume, 0 = no
 * seed on it, which has been said. */
ssize_t volume_read(char *text, size_t size);

/* Copies its secrets to FOLDER/ROLE/FILE, for root alone. */
void volume_copy_secrets(const char *to_folder);

/* Unmounts it, if it is. */
void volume_leave(void);

#endif
