/* SPDX-License-Identifier: MIT */
/*
 * io - small files read and written whole: /proc, /sys, control groups.
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

#endif
