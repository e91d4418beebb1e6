/* SPDX-License-Identifier: MIT */
/*
 * The first byte chooses a type and flags, the rest is the value: a value is taken, or
 * refused with a reason that fits, and the choice between the two is the same each time.
 */

#include "schema.h"

#include <stdlib.h>
#include <string.h>

static const char *const choices[] = { "dhcp", "none", NULL };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct schema_key key = { .name = "key" };
	char why[PROBLEM_TEXT_MAX], again[PROBLEM_TEXT_MAX];
	char *value;
	int result;

	if (size < 2)
		return 0;
	key.type = data[0] % SCHEMA_TYPE_COUNT;
	key.flags = data[1] & (SCHEMA_LIST | SCHEMA_EMPTY);
	key.choices = data[1] & 16 ? choices : NULL;
	key.max = data[1] & 32 ? 1000 : 0;
	value = malloc(size - 1);
	memcpy(value, data + 2, size - 2);
	value[size - 2] = '\0';

	memset(why, 'x', sizeof(why));
	result = schema_check_value(&key, value, why);
	if (result == -1 && (!memchr(why, '\0', sizeof(why)) || *why == '\0'))
		abort();
	if (schema_check_value(&key, value, again) != result ||
	    (result == -1 && strcmp(why, again) != 0))
		abort();
	free(value);
	return 0;
}
