/* SPDX-License-Identifier: MIT */
#include "zone-check.h"

#include "program.h"
#include "text-file.h"
#include "zone-text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct check {
	const struct folders *folders;
	const char *zone;
	const char *path;
	const char *shown;
	struct text_file text; /* of path; read when a name must be found in it */
	struct problems *problems;
};

/* A file that the zone includes is known by its own name. */
static const char *shown_file(const struct check *check, const char *file)
{
	size_t length = strlen(check->folders->site);

	if (!*file || strcmp(file, check->path) == 0)
		return check->shown;
	if (strncmp(file, check->folders->site, length) == 0 && file[length] == '/')
		return file + length + 1;
	return file;
}

static unsigned line_of(struct check *check, const char *owner, const char *type)
{
	if (!check->text.bytes && text_file_read(check->path, &check->text) == -1)
		return 0;
	return zone_text_line(check->text.bytes, check->text.length, check->zone, owner, type);
}

static void tell(struct check *check, const char *said)
{
	struct zone_complaint complaint;

	zone_complaint_read(said, &complaint);
	switch (complaint.kind) {
	case ZONE_BAD_LINE:
		problem_add(check->problems, shown_file(check, complaint.file), complaint.line,
		    NULL, "%s", complaint.why);
		break;
	case ZONE_BAD_NAME:
		problem_add(check->problems, check->shown,
		    line_of(check, complaint.owner, zone_complaint_type(complaint.why)), NULL,
		    "%s: %s", complaint.owner, complaint.why);
		break;
	case ZONE_OUTSIDE:
		problem_warn(check->problems, check->shown, line_of(check, complaint.owner, NULL),
		    NULL, "%s is not in the zone %s: ignored", complaint.owner, check->zone);
		break;
	case ZONE_FAILED:
	case ZONE_NOISE:
		break;
	}
}

/* A file that the zone includes must be on the machine, too. */
static bool includes_stray(struct check *check)
{
	unsigned line;

	if (text_file_read(check->path, &check->text) == -1)
		return false; /* kzonecheck says why */
	line = zone_text_stray_include(check->text.bytes, check->text.length);
	if (line > 0)
		problem_add(check->problems, check->shown, line, "$INCLUDE",
		    "names a file that does not go with the site");
	return line > 0;
}

int zone_check(const struct folders *folders, const char *zone, const char *path, const char *shown,
    struct problems *problems)
{
	struct check check = { folders, zone, path, shown, { 0 }, problems };
	char checker[4096], *rest, *line;
	/* On the machine signatures in the file are not judged: it may not know the time yet. So
	 * kzonecheck needs no cryptography there, a third of what it would cost. */
	struct program program = { .arguments = { checker, "-v", "-o", zone, path,
		                       folders->host ? NULL : "-d", "off" },
		.out = -1 };
	size_t before = problems->errors;
	int result;

	snprintf(checker, sizeof(checker), "%s/kzonecheck", folders->bin);
	if (folders->host && includes_stray(&check)) {
		text_file_free(&check.text);
		return 0;
	}
	if (folders->host && program_is_absent(checker))
		return 0;
	if (!folders->host)
		setenv("GNUTLS_NO_IMPLICIT_INIT", "1", 1);
	result = program_run(&program);
	if (result == 0 && program.status >= 126) {
		errno = ENOEXEC;
		result = -1;
	}
	rest = program.output;
	while (result == 0 && rest && (line = strsep(&rest, "\n")))
		tell(&check, line);
	if (result == 0 && program.status != 0 && problems->errors == before)
		problem_add(problems, shown, 0, NULL, "kzonecheck refuses the zone");
	program_free(&program);
	text_file_free(&check.text);
	return result;
}
