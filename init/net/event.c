/* SPDX-License-Identifier: MIT */
/* event [pure] - see event.h. */

#include "event.h"

#include <string.h>

const char *event_find(const char *message, size_t length, const char *name)
{
	size_t name_length = strlen(name);

	for (const char *at = message; at < message + length; at += strlen(at) + 1)
		if (strncmp(at, name, name_length) == 0 && at[name_length] == '=')
			return at + name_length + 1;
	return NULL;
}
