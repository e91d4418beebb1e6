/* SPDX-License-Identifier: MIT */
/* site-load - the part of site.h that reads a file. */

#include "site.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reads at most size bytes; how many it were, or -1. */
static ssize_t read_all(int fd, char *buffer, size_t size)
{
	size_t used = 0;

	while (used < size) {
		ssize_t got = read(fd, buffer + used, size - used);

		if (got == 0)
			break;
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return -1;
		used += (size_t)got;
	}
	return (ssize_t)used;
}

static int open_in(const char *folder, const char *file)
{
	int folder_fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int fd, error;

	if (folder_fd == -1)
		return -1;
	fd = openat(folder_fd, file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	error = errno;
	close(folder_fd);
	errno = error;
	return fd;
}

int site_load(struct site *site, const char *folder, const char *file, struct problems *problems)
{
	struct stat status;
	char *text = NULL;
	ssize_t length = 0;
	int result, error;
	int fd = open_in(folder, file);

	if (fd == -1 || fstat(fd, &status) == -1) {
		problem_add(problems, file, 0, NULL, "%s", strerror(errno));
	} else if (!S_ISREG(status.st_mode)) {
		problem_add(problems, file, 0, NULL, "is not a regular file");
	} else {
		/* Of a file that is too large, enough for site_parse() to see that it is. */
		size_t size =
		    status.st_size > SITE_FILE_MAX ? SITE_FILE_MAX + 1 : (size_t)status.st_size;

		text = malloc(size + 1);
		length = text ? read_all(fd, text, size) : -1;
		if (length == -1) {
			problem_add(problems, file, 0, NULL, "%s", strerror(errno));
			length = 0;
		}
	}
	result = site_parse(site, file, text ? text : "", (size_t)length, problems);
	error = errno;
	free(text);
	if (fd != -1)
		close(fd);
	errno = error;
	return result;
}
