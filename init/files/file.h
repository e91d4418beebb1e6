/* SPDX-License-Identifier: MIT */
/*
 * file - files and folders made, replaced and copied, on disks too: for PID 1's children, which may
 * wait for a disk.
 *
 * All return -1 with errno on failure; file descriptors are close-on-exec.
 */
#ifndef WHIT_FILE_H
#define WHIT_FILE_H

#include <sys/types.h>

/* Makes or replaces path so that a reader sees the old text or the new, never a part. */
int file_replace(const char *path, const char *text, mode_t mode);

/* Copies the file at from to a new file `name` in the open folder, owned and moded as told.
 * A symbolic link is followed on neither side. */
int file_copy(const char *from, int folder, const char *name, mode_t mode, uid_t uid);

/* Makes the folder if it is missing, sets its mode, owner and group (both uid), and returns
 * it open, so that what is done in it cannot be led astray by a symbolic link. */
int file_make_folder(const char *path, mode_t mode, uid_t uid);

#endif
