/* SPDX-License-Identifier: MIT */
#include "text-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_LENGTH_MAX = 4096 };

int text_file_read(const char *path, struct text_file *file)
{
	int from = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	ssize_t got = 1;

	memset(file, 0, sizeof(*file));
	if (from == -1)
		return -1;
	if (fstat(from, &status) == 0)
		file->bytes = malloc((size_t)status.st_size + 1);
	while (file->bytes && got > 0 && file->length < (size_t)status.st_size) {
		got = read(from, file->bytes + file->length, (size_t)status.st_size - file->length);
		if (got > 0)
			file->length += (size_t)got;
	}
	close(from);
	if (!file->bytes || got == -1) {
		text_file_free(file);
		return -1;
	}
	file->bytes[file->length] = '\0';
	return 0;
}

void text_file_free(struct text_file *file)
{
	free(file->bytes);
	memset(file, 0, sizeof(*file));
}

static int new_name(const char *path, char name[PATH_LENGTH_MAX])
{
	if (snprintf(name, PATH_LENGTH_MAX, "%s.new", path) < PATH_LENGTH_MAX)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

FILE *text_file_begin(const char *path)
{
	char name[PATH_LENGTH_MAX];
	FILE *out = NULL;
	int file;

	if (new_name(path, name) == -1)
		return NULL;
	(void)unlink(name);
	file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file != -1 && !(out = fdopen(file, "w")))
		close(file);
	return out;
}

int text_file_end(FILE *file, const char *path)
{
	char name[PATH_LENGTH_MAX];
	int bad = fflush(file) == EOF || ferror(file) || fsync(fileno(file)) == -1;

	if (fclose(file) == EOF || bad || new_name(path, name) == -1)
		return -1;
	return rename(name, path);
}

void text_file_drop(FILE *file, const char *path)
{
	char name[PATH_LENGTH_MAX];

	fclose(file);
	if (new_name(path, name) == 0)
		(void)unlink(name);
}
