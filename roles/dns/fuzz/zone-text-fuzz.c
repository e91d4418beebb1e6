/* SPDX-License-Identifier: MIT */
/* Any bytes are a zone file or a complaint: a line that is found is one of the text's. */
#include "zone-text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct zone_complaint complaint;
	unsigned lines = 1;

	memcpy(text, data, size);
	text[size] = '\0';
	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n';
	if (zone_text_line(text, size, "example.net", "www.example.net.", "A") > lines ||
	    zone_text_line(text, size, "example.net", "example.net.", NULL) > lines ||
	    zone_text_stray_include(text, size) > lines)
		abort();
	zone_complaint_read(text, &complaint);
	(void)zone_complaint_type(complaint.why);
	free(text);
	return 0;
}
