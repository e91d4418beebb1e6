/* SPDX-License-Identifier: MIT */
/* Any bytes as SMBIOS tables: what is found lies in them, and is what was looked for. */

#include "smbios.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t length = 0;
	const char *text = smbios_oem_string((const char *)data, size, "#", &length);

	if (text != NULL &&
	    (text < (const char *)data || text + length >= (const char *)data + size ||
	        text[0] != '#' || strlen(text) != length))
		abort();
	return 0;
}
