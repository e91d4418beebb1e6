/* SPDX-License-Identifier: MIT */
#include "sums.h"

#include "cleanup.h"
#include "gpt.h"
#include "io.h"
#include "write.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ALL_SUMS = 1024, REASON = 160 };

static bool is_whole(const char *path, uint32_t sum, uint64_t size)
{
	autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat file;
	void *bytes;
	bool same;

	if (fd == -1 || fstat(fd, &file) == -1 || (uint64_t)file.st_size != size)
		return false;
	bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return false;
	same = gpt_crc(bytes, size) == sum;
	munmap(bytes, size);
	return same;
}

const char *sums_check(void)
{
	static char reason[REASON];
	char sums[ALL_SUMS];
	char path[sizeof(WRITE_FILES) + 64];
	char *rest;

	if (io_read_file(WRITE_FILES "/sums", sums, sizeof(sums)) == -1)
		return "the installer did not arrive whole: get it again";
	for (char *line = strtok_r(sums, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		char *after;
		uint32_t sum = (uint32_t)strtoul(line, &after, 16);
		uint64_t size = strtoull(after, &after, 10);

		snprintf(path, sizeof(path), WRITE_FILES "/%.60s", after + strspn(after, " "));
		if (is_whole(path, sum, size))
			continue;
		snprintf(reason, sizeof(reason),
		    "%s did not arrive as it was made: the medium, or the way it came, is bad",
		    path);
		return reason;
	}
	return NULL;
}
