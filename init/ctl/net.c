/* SPDX-License-Identifier: MIT */
#include "net.h"

#include "fact.h"
#include "io.h"
#include "proto.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define STATE "/run/net/state"

/* One line, `FACT KEY=VALUE...`; no value holds what JSON would have to quote. */
static void print_object(const char *line)
{
	size_t length = strcspn(line, " ");

	printf("{\"fact\":\"%.*s\"", (int)length, line);
	for (line += length; *line != '\0'; line += length) {
		size_t key = strcspn(++line, "= ");

		length = strcspn(line, " ");
		printf(",\"%.*s\":\"%.*s\"", (int)key, line,
		    (int)(key < length ? length - key - 1 : 0), line + key + 1);
	}
	putchar('}');
}

int net_show(bool json)
{
	static char text[16 * 1024];
	const char *rest = text;
	const char *before = "[";
	char line[FACT_LINE];

	if (io_read_file(STATE, text, sizeof(text)) == -1) {
		fprintf(stderr, "whit: " STATE ": %s\n", strerror(errno));
		return PROTO_FAILED;
	}
	while (json && fact_next(&rest, line)) {
		fputs(before, stdout);
		print_object(line);
		before = ",\n";
	}
	if (json)
		puts(before[0] == '[' ? "[]" : "]");
	else
		fputs(text, stdout);
	return PROTO_DONE;
}
