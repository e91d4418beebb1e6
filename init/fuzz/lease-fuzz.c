/* SPDX-License-Identifier: MIT */
/* Any environment, as lines KEY=VALUE, as a lease of DHCP and of DHCPv6: no value of it gets through unchecked. */

#include "lease.h"
#include "lease6.h"

#include <stdlib.h>
#include <string.h>

enum { LINES = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *lines[LINES];
static size_t line_count;

static const char *value(const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < line_count; i++)
		if (strncmp(lines[i], name, length) == 0 && lines[i][length] == '=')
			return lines[i] + length + 1;
	return NULL;
}

/* Nothing of what goes into files may hold a byte that ends or begins anything. */
static void check_text(const char *text)
{
	for (; *text != '\0'; text++)
		if ((*text < ' ' && *text != '\n') || *text > '~' || strchr("\"'$`\\;&|<>", *text))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct problems problems = { 0 };
	struct lease lease;
	struct lease6 lease6;
	char *text = malloc(size + 1);
	char *rest = text;

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	line_count = 0;
	while (line_count < LINES && (lines[line_count] = strsep(&rest, "\n")) != NULL)
		line_count++;
	if (lease_read(&lease, value, &problems) == 0)
		check_text(lease.search);
	if (lease6_read(&lease6, value, &problems) == 0)
		check_text(lease6.search);
	problems_free(&problems);
	free(text);
	return 0;
}
