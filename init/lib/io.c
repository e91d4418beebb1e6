/* SPDX-License-Identifier: MIT */
#include "io.h"

#include "cleanup.h"

#include <fcntl.h>
#include <string.h>

ssize_t io_read_file(const char *path, char *buffer, size_t size)
{
	size_t used = 0;
	autoclose int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd == -1)
		return -1;
	while (used < size) {
		ssize_t got = read(fd, buffer + used, size - used);

		if (got == -1)
			return -1;
		if (got == 0) {
			buffer[used] = '\0';
			return (ssize_t)used;
		}
		used += (size_t)got;
	}
	errno = EFBIG;
	return -1;
}

int io_write_file(const char *path, const char *text)
{
	autoclose int fd = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK);

	return fd == -1 || write(fd, text, strlen(text)) == -1 ? -1 : 0;
}
