/* SPDX-License-Identifier: MIT */
/* Any bytes as the head of a volume: none is read behind its end, and what is taken for a seed's bears its name and its mark. */

#include "label.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct label *label = label_find((const char *)data, size);
	bool fat = size >= LABEL_HEAD && data[510] == 0x55 && data[511] == 0xaa;
	bool ext = size >= LABEL_HEAD && data[1080] == 0x53 && data[1081] == 0xef;

	if (label == NULL)
		return 0;
	if (!(fat && strcmp(label->type, "vfat") == 0) &&
	    !(ext && strcmp(label->type, "ext4") == 0))
		abort();
	if (memmem(data, LABEL_HEAD, "WHITSEED", 8) == NULL)
		abort();
	return 0;
}
