/* SPDX-License-Identifier: MIT */
#include "machine-id.h"

#include "file.h"
#include "io.h"
#include "text.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

enum { TEXT_LENGTH = 64 };

/* NUMBER:NUMBER:NUMBER and a line feed */
static bool is_good(const char *text)
{
	uint64_t number;

	for (int i = 0; i < 3; i++)
		if (!text_digits(&text, INT32_MAX, &number) || *text++ != (i < 2 ? ':' : '\n'))
			return false;
	return *text == '\0';
}

static int make(const char *path, char text[TEXT_LENGTH])
{
	uint32_t parts[3];

	/* each a part of an identifier that some clients read as a signed number */
	if (getrandom(parts, sizeof(parts), 0) != (ssize_t)sizeof(parts))
		return -1;
	snprintf(text, TEXT_LENGTH, "%u:%u:%u\n", parts[0] >> 1, parts[1] >> 1, parts[2] >> 1);
	return file_replace(path, text, 0600);
}

int machine_id_give(const struct folders *folders)
{
	char kept[PATH_MAX], given[PATH_MAX], text[TEXT_LENGTH];
	ssize_t length;

	snprintf(kept, sizeof(kept), "%s/.subauth", folders->data);
	snprintf(given, sizeof(given), "%s/ksmbd.subauth", folders->run);
	length = folders->host ? -1 : io_read_file(kept, text, sizeof(text));
	if ((length == -1 || !is_good(text)) && make(kept, text) == -1) {
		fprintf(stderr, "share: %s: %s\n", kept, strerror(errno));
		return -1;
	}
	if (file_replace(given, text, 0600) == 0)
		return 0;
	fprintf(stderr, "share: %s: %s\n", given, strerror(errno));
	return -1;
}
