/* SPDX-License-Identifier: MIT */
/*
 * Any file as site.conf: parsed, judged by the core schema, and its problems printed
 * and read back. A file without problems, written out again from what was parsed,
 * parses to the same.
 */

#include "core-schema.h"
#include "problem.h"
#include "site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void require(bool holds)
{
	if (!holds)
		abort();
}

static char *write_out(const struct site *site, size_t *length)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, length);

	for (size_t i = 0; i < site->section_count; i++) {
		const struct site_section *section = &site->sections[i];

		fprintf(out, "[%s]\n", section->title);
		for (size_t j = section->first; j < section->first + section->count; j++)
			/* no blank: behind one, a value that begins with ';' would be a comment */
			fprintf(out, "%s=%s\n", site->entries[j].key, site->entries[j].value);
	}
	fclose(out);
	return text;
}

static void same_after_writing(const struct site *site)
{
	struct problems problems = { 0 };
	struct site again;
	size_t length;
	char *text = write_out(site, &length);

	require(site_parse(&again, "f", text, length, &problems) == 0);
	if (length <= SITE_FILE_MAX && problems.errors == 0) {
		require(again.section_count == site->section_count);
		require(again.entry_count == site->entry_count);
		for (size_t i = 0; i < site->entry_count; i++) {
			require(strcmp(again.entries[i].key, site->entries[i].key) == 0);
			require(strcmp(again.entries[i].value, site->entries[i].value) == 0);
		}
	}
	site_free(&again);
	problems_free(&problems);
	free(text);
}

/* What is printed is lines that problem_add_line() takes. */
static void problems_read_back(struct problems *problems)
{
	struct problems again = { 0 };
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	problems_print(problems, out);
	fclose(out);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		require(problem_add_line(&again, line) || strncmp(line, "and ", 4) == 0);
	require(again.errors == problems->errors - problems->lost);
	problems_free(&again);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct problems problems = { 0 };
	struct site site;

	require(site_parse(&site, "site.conf", (const char *)data, size, &problems) == 0);
	if (problems.errors == 0)
		same_after_writing(&site);
	core_check(&site, &problems);
	problems_read_back(&problems);
	site_free(&site);
	problems_free(&problems);
	return 0;
}
