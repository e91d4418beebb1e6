/* SPDX-License-Identifier: MIT */
/* ids-file - where the table of ids.h lies. */
#include "ids.h"

#include "file.h"
#include "io.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MAX = 1024 * 1024 }; /* bytes: more than a full table has */

static int place(const char *folder, char path[PATH_MAX])
{
	if (snprintf(path, PATH_MAX, "%s/.ids", folder) < PATH_MAX)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

static int complain(const char *path, const char *why)
{
	fprintf(stderr, "share: %s: %s\n", path, why);
	return -1;
}

int ids_load(struct ids *ids, const char *folder)
{
	char path[PATH_MAX];
	char *text = malloc(FILE_MAX);
	const char *why = NULL;
	unsigned line = 0;
	ssize_t length = -1;

	*ids = (struct ids){ 0 };
	if (place(folder, path) == 0 && text != NULL)
		length = io_read_file(path, text, FILE_MAX);
	if (length == -1 && errno != ENOENT)
		why = strerror(errno);
	if (length > 0)
		why = ids_read(text, (size_t)length, ids, &line);
	free(text);
	if (why != NULL && line > 0)
		fprintf(stderr, "share: line %u:\n", line);
	return why == NULL ? 0 : complain(path, why);
}

/* Of a file that was put in the place of another: its name too is to be there after a power cut. */
static int sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = fd == -1 ? -1 : fsync(fd);

	if (fd != -1)
		close(fd);
	return result;
}

int ids_save(struct ids *ids, const char *folder)
{
	static const char *const kinds[] = { [IDS_USER] = "user", [IDS_SHARE] = "share" };
	char path[PATH_MAX];
	char *text = malloc(FILE_MAX);
	size_t used = 0;

	if (text == NULL || place(folder, path) == -1) {
		free(text);
		return complain(folder, strerror(errno));
	}
	text[0] = '\0';
	for (size_t i = 0; i < ids->count; i++)
		used += (size_t)snprintf(text + used, FILE_MAX - used, "%s %s %u\n",
		    kinds[ids->list[i].kind], ids->list[i].name, ids->list[i].number);
	if (ids->changed && (file_replace(path, text, 0600) == -1 || sync_folder(folder) == -1)) {
		free(text);
		return complain(path, strerror(errno));
	}
	free(text);
	ids->changed = false;
	return 0;
}
