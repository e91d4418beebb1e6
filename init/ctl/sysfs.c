/* SPDX-License-Identifier: MIT */
#include "sysfs.h"

#include "io.h"
#include "text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ATTRIBUTE_MAX = 4096 }; /* a file of sysfs is a page at most */

const char *sysfs_path(const char *folder, const char *file, char path[PATH_MAX])
{
	if (snprintf(path, PATH_MAX, "%s/%s", folder, file) >= PATH_MAX)
		path[0] = '\0';
	return path;
}

static const char *keep(const char *text, size_t length, char value[SYSFS_TEXT])
{
	snprintf(value, SYSFS_TEXT, "%.*s", (int)length, text);
	text_make_printable(value);
	return value;
}

const char *sysfs_text(const char *folder, const char *file, char value[SYSFS_TEXT])
{
	static const char blanks[] = " \t\r\n";
	char path[PATH_MAX];
	char text[ATTRIBUTE_MAX + 1];
	const char *start = text;
	size_t length;

	if (io_read_file(sysfs_path(folder, file, path), text, sizeof(text)) == -1)
		text[0] = '\0';
	start += strspn(start, blanks);
	length = strlen(start);
	while (length > 0 && strchr(blanks, start[length - 1]) != NULL)
		length--;
	return keep(start, length, value);
}

long long sysfs_number(const char *folder, const char *file)
{
	char value[SYSFS_TEXT];
	int64_t number;

	if (text_integer(sysfs_text(folder, file, value), 0, INT64_MAX, &number) != NULL)
		return -1;
	return number;
}

const char *sysfs_link(const char *folder, const char *name, char value[SYSFS_TEXT])
{
	char path[PATH_MAX];
	char target[PATH_MAX];
	ssize_t length = readlink(sysfs_path(folder, name, path), target, sizeof(target) - 1);
	const char *last;

	target[length == -1 ? 0 : length] = '\0';
	last = strrchr(target, '/');
	last = last == NULL ? target : last + 1;
	return keep(last, strlen(last), value);
}

const char *sysfs_name(const char *name, char value[SYSFS_TEXT])
{
	return keep(name, strlen(name), value);
}

const char *sysfs_join(const char *first, const char *second, char value[SYSFS_TEXT])
{
	char both[2 * SYSFS_TEXT];

	snprintf(both, sizeof(both), "%s%s%s", first,
	    first[0] != '\0' && second[0] != '\0' ? " " : "", second);
	return keep(both, strlen(both), value);
}

static int is_shown(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

void sysfs_each(const char *root, const char *folder, sysfs_order *order, sysfs_look *look,
    void *into)
{
	char list[PATH_MAX];
	char path[PATH_MAX];
	struct dirent **names = NULL;
	int count = scandir(sysfs_path(root, folder, list), &names, is_shown, order);

	for (int i = 0; i < count; i++) {
		look(into, sysfs_path(list, names[i]->d_name, path), names[i]->d_name);
		free(names[i]);
	}
	if (count != -1)
		free(names);
}
