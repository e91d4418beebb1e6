/* SPDX-License-Identifier: MIT */
/*
 * io - small files read and written whole: /proc, /sys, leases.
 *
 * All return -1 with errno on failure; file descriptors are close-on-exec. Our programs have
 * no signal handlers, so nothing here is ever interrupted.
 */
#ifndef WHIT_IO_H
#define WHIT_IO_H

#include <stddef.h>
#include <sys/types.h>

/* Reads at most size - 1 bytes of path into buffer and ends them with NUL. Returns the
 * number of bytes; a longer file fails with EFBIG. */
ssize_t io_read_file(const char *path, char *buffer, size_t size);

/* Writes text to an existing file in one write(2), as /proc, /sys and cgroups want it. */
int io_write_file(const char *path, const char *text);

/* Makes or replaces path so that a reader sees the old text or the new, never a part. */
int io_replace_file(const char *path, const char *text, mode_t mode);

/* Copies the file at from to a new file `name` in the open folder, owned and moded as told.
 * A symbolic link is followed on neither side. */
int io_copy_file(const char *from, int folder, const char *name, mode_t mode, uid_t uid);

/* Makes the folder if it is missing, sets its mode, owner and group (both uid), and returns
 * it open, so that what is done in it cannot be led astray by a symbolic link. */
int io_make_folder(const char *path, mode_t mode, uid_t uid);

#endif
