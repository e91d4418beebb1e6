/* SPDX-License-Identifier: MIT */
/* Whatever stands in the table of numbers, each is in our range and given once. */
#include "ids.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ids ids = { 0 };
	unsigned line = 0;
	unsigned number;

	(void)ids_read((const char *)data, size, &ids, &line);
	number = ids_number(&ids, IDS_SHARE, "a-share");
	if (ids.count > 0 && number == 0)
		abort();
	for (size_t i = 0; i < ids.count; i++) {
		if (ids.list[i].number < IDS_FIRST || ids.list[i].number > IDS_LAST)
			abort();
		for (size_t j = 0; j < i; j++)
			if (ids.list[j].number == ids.list[i].number)
				abort();
	}
	ids_free(&ids);
	return 0;
}
