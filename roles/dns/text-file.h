/* SPDX-License-Identifier: MIT */
/*
 * text-file - whole files in and out.
 */
#ifndef WHIT_DNS_TEXT_FILE_H
#define WHIT_DNS_TEXT_FILE_H

#include <stddef.h>
#include <stdio.h>

struct text_file {
	char *bytes; /* a NUL stands behind the last one */
	size_t length;
};

/* Returns 0, or -1 with errno. */
int text_file_read(const char *path, struct text_file *file);
void text_file_free(struct text_file *file);

/* A file of mode 0600 that takes the place of path when it is complete: write into what
 * text_file_begin() returns (NULL with errno), then end. text_file_end() puts it on the
 * disk (fsync) and returns 0, or -1 with errno; then path is as it was. */
FILE *text_file_begin(const char *path);
int text_file_end(FILE *file, const char *path);
/* Gives the new file up. */
void text_file_drop(FILE *file, const char *path);

#endif
