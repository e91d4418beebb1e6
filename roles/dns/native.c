/* SPDX-License-Identifier: MIT */
#include "native.h"

#include "program.h"
#include "text-file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The folder of the machine at the start of text, and what stands for it here. The
 * longer of two names comes first. */
static const char *here(const struct folders *folders, const char *text, const char **there)
{
	const struct {
		const char *there, *here;
	} names[] = {
		{ "/run/dns/secrets", folders->secrets ? folders->secrets : "/nonexistent" },
		{ "/run/dns", folders->run },
		{ "/data/dns", folders->data },
		{ "/site", folders->site },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t length = strlen(names[i].there);

		if (strncmp(text, names[i].there, length) == 0 &&
		    (text[length] == '/' || text[length] == '"' || text[length] == '\n' ||
		        text[length] == ' ')) {
			*there = names[i].there;
			return names[i].here;
		}
	}
	return NULL;
}

int native_copy(FILE *out, const struct folders *folders)
{
	char path[4096];
	const char *there, *replacement;
	struct text_file file;

	snprintf(path, sizeof(path), "%s/dns/knot.conf", folders->site);
	if (text_file_read(path, &file) == -1)
		return -1;
	for (const char *at = file.bytes; at < file.bytes + file.length; at++) {
		bool starts = at == file.bytes || strchr(" \t\"[,", at[-1]) != NULL;

		replacement = folders->host && starts ? here(folders, at, &there) : NULL;
		if (replacement) {
			fputs(replacement, out);
			at += strlen(there) - 1;
		} else {
			fputc(*at, out);
		}
	}
	text_file_free(&file);
	return ferror(out) ? -1 : 0;
}

/* Without knotc's own "error: config, file '...', line 7, ..." in front. */
static void tell(const char *said, const char *shown, struct problems *problems)
{
	const char *line = strstr(said, ", line ");
	unsigned number = line ? (unsigned)strtoul(line + 7, NULL, 10) : 0;

	if (line) {
		said = line + 7 + strspn(line + 7, "0123456789");
		said += strspn(said, ", ");
	} else if (strncmp(said, "error: ", 7) == 0) {
		said += 7;
	}
	if (strncmp(said, "failed to load configuration", 28) == 0 && problems->errors)
		return;
	problem_add(problems, shown, number, NULL, "%s", said);
}

int native_check(const struct folders *folders, const char *path, const char *shown,
    struct problems *problems)
{
	char checker[4096], *rest, *line;
	struct program program = { .arguments = { checker, "-c", path, "conf-check" }, .out = -1 };
	size_t before = problems->errors;
	int result;

	snprintf(checker, sizeof(checker), "%s/knotc", folders->bin);
	if (folders->host && program_is_absent(checker))
		return 0;
	result = program_run(&program);
	if (result == 0 && program.status >= 126) {
		errno = ENOEXEC;
		result = -1;
	}
	rest = program.output;
	while (result == 0 && program.status != 0 && (line = strsep(&rest, "\n")))
		if (*line && strncmp(line, "warning:", 8) != 0)
			tell(line, shown, problems);
	if (result == 0 && program.status != 0 && problems->errors == before)
		problem_add(problems, shown, 0, NULL, "knotc conf-check refuses it");
	program_free(&program);
	return result;
}
