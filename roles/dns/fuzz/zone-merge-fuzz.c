/* SPDX-License-Identifier: MIT */
/* Three texts, parted by the byte 0xFF. Whatever they hold, the merged text is whole. */
#include "zone-merge.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *part(const uint8_t **data, size_t *size)
{
	const uint8_t *end = memchr(*data, 0xff, *size);
	size_t length = end ? (size_t)(end - *data) : *size;
	char *text = malloc(length + 1);

	memcpy(text, *data, length);
	text[length] = '\0';
	*data += length + (end != NULL);
	*size -= length + (end != NULL);
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *texts[3], *merged;
	size_t length;

	for (size_t i = 0; i < 3; i++)
		texts[i] = part(&data, &size);
	merged = zone_merge(texts[0], texts[1], texts[2], false, &length);
	if (merged && strlen(merged) != length)
		abort();
	free(merged);
	for (size_t i = 0; i < 3; i++)
		free(texts[i]);
	return 0;
}
