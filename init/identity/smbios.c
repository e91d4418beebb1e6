/* SPDX-License-Identifier: MIT */
#include "smbios.h"

#include <string.h>

enum {
	TYPE_OEM_STRINGS = 11,
	TYPE_END = 127,
	HEAD = 4, /* type, length of the formatted part, handle */
};

/* The strings behind a structure end with an empty one. */
const char *smbios_oem_string(const char *tables, size_t length, const char *start, size_t *found)
{
	const char *end = tables + length;
	const char *at = tables;

	while (end - at >= HEAD && at[0] != TYPE_END) {
		unsigned char type = (unsigned char)at[0];
		size_t formatted = (unsigned char)at[1];

		if (formatted < HEAD || (size_t)(end - at) < formatted + 2)
			return NULL;
		at += formatted;
		if (*at == '\0') /* no strings: two NULs */
			at++;
		while (at < end && *at != '\0') {
			const char *stop = memchr(at, '\0', (size_t)(end - at));

			if (stop == NULL)
				return NULL;
			*found = (size_t)(stop - at);
			if (type == TYPE_OEM_STRINGS && strncmp(at, start, strlen(start)) == 0)
				return at;
			at = stop + 1;
		}
		at++;
	}
	return NULL;
}
