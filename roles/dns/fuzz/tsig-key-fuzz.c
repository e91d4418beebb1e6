/* SPDX-License-Identifier: MIT */
/* A key that is taken can stand in knot.conf as it is: nothing in it ends a quoted string. */
#include "tsig-key.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tsig_key key;
	unsigned line;

	if (tsig_key_parse((const char *)data, size, &key, &line) == NULL &&
	    (strpbrk(key.name, "\"\\\n# ") || strpbrk(key.secret, "\"\\\n# ") || !key.name[0] ||
	        !key.algorithm[0] || strlen(key.secret) < 24))
		abort();
	if (line == 0)
		abort();
	return 0;
}
