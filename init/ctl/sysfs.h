/* SPDX-License-Identifier: MIT */
/*
 * sysfs - single values out of /sys. They come from devices and their firmware, so that any byte
 * may be in them: every text here is fit for a terminal (text_make_printable()). What is not
 * there, may not be read or is no such value is "" or -1: a report has gaps, it does not fail.
 */
#ifndef WHIT_SYSFS_H
#define WHIT_SYSFS_H

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

enum { SYSFS_TEXT = 128 };

/* FOLDER/FILE as a path; one too long is "", which nothing opens. */
const char *sysfs_path(const char *folder, const char *file, char path[PATH_MAX]);

/* What the file says, without the blanks around it; a long text is cut. Returns value. */
const char *sysfs_text(const char *folder, const char *file, char value[SYSFS_TEXT]);

/* The whole number that the file says, >= 0. */
long long sysfs_number(const char *folder, const char *file);

/* The last part of what a symbolic link points at: the name of a driver. Returns value. */
const char *sysfs_link(const char *folder, const char *name, char value[SYSFS_TEXT]);

/* A name as it may be shown. Returns value. */
const char *sysfs_name(const char *name, char value[SYSFS_TEXT]);

/* Two texts with a blank between them, or the one that there is. Returns value. */
const char *sysfs_join(const char *first, const char *second, char value[SYSFS_TEXT]);

/* Calls look for each entry of ROOT/FOLDER in the order told (alphasort, versionsort), with the
 * entry's path and name. */
typedef void sysfs_look(void *into, const char *path, const char *name);
typedef int sysfs_order(const struct dirent **, const struct dirent **);
void sysfs_each(const char *root, const char *folder, sysfs_order *order, sysfs_look *look,
    void *into);

#endif
