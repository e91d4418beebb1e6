/* SPDX-License-Identifier: MIT */
/* Any text as a kernel command line: every value that is taken is one the site could hold. */

#include "cmdline.h"
#include "text-values.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct problems problems = { 0 };
	struct cmdline cmdline;
	char *text = malloc(size + 1);

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	cmdline_read(&cmdline, text, &problems);
	if (cmdline.hostname[0] != '\0' && text_hostname(cmdline.hostname) != NULL)
		abort();
	if (memchr(cmdline.address, '\0', CMDLINE_VALUE) == NULL ||
	    memchr(cmdline.dns, '\0', CMDLINE_VALUE) == NULL)
		abort();
	problems_free(&problems);
	free(text);
	return 0;
}
