/* SPDX-License-Identifier: MIT */
#include "file.h"

#include "cleanup.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static int write_all(int fd, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, data, length);

		if (written == -1)
			return -1;
		data += written;
		length -= (size_t)written;
	}
	return 0;
}

int file_replace(const char *path, const char *text, mode_t mode)
{
	char temporary[PATH_MAX];
	autoclose int fd = -1;

	if (snprintf(temporary, sizeof(temporary), "%s.new", path) >= (int)sizeof(temporary)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	unlink(temporary);
	fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
	if (fd == -1)
		return -1;
	if (fchmod(fd, mode) == -1 || write_all(fd, text, strlen(text)) == -1 || fsync(fd) == -1 ||
	    rename(temporary, path) == -1) {
		int saved = errno;

		unlink(temporary);
		errno = saved;
		return -1;
	}
	return 0;
}

int file_copy(const char *from, int folder, const char *name, mode_t mode, uid_t uid)
{
	char block[4096];
	autoclose int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	autoclose int out = -1;

	if (in == -1)
		return -1;
	if (unlinkat(folder, name, 0) == -1 && errno != ENOENT)
		return -1;
	out = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (out == -1)
		return -1;
	for (;;) {
		ssize_t got = read(in, block, sizeof(block));

		if (got == -1)
			return -1;
		if (got == 0)
			break;
		if (write_all(out, block, (size_t)got) == -1)
			return -1;
	}
	return fchown(out, uid, uid) == -1 ? -1 : fchmod(out, mode);
}

int file_make_folder(const char *path, mode_t mode, uid_t uid)
{
	autoclose int fd = -1;

	if (mkdir(path, 0700) == -1 && errno != EEXIST)
		return -1;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1 || fchown(fd, uid, uid) == -1 || fchmod(fd, mode) == -1)
		return -1;
	return steal_fd(&fd);
}
