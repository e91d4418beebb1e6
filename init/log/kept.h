/* SPDX-License-Identifier: MIT */
/*
 * kept - the files in which lines outlive the machine: lines.log, then lines.log.1, which is older, to
 * lines.log.7. Each line is a message of RFC 5424 (message.h), ended by a line feed. KEPT_FOLDER is a link
 * that the role which writes them puts into the image, so no other role can pass for it; `whit logs
 * --kept` reads them, and believes nothing: they lie on a disk. [pure]
 */
#ifndef WHIT_KEPT_H
#define WHIT_KEPT_H

#include "message.h"

#define KEPT_FOLDER "/etc/whit/kept"

enum {
	KEPT_FILES = 8,
	KEPT_NAME = 24,
};

/* The name of the file that is `age` files old, from 0 on. */
const char *kept_name(unsigned age, char name[KEPT_NAME]);

struct kept_line {
	struct message message; /* points into the line's text */
	char name[RING_NAME];   /* of its source */
	int64_t time;           /* microseconds since 1970 */
};

/* Reads a line of length bytes, without its line feed; control characters in it become `?`. False when
 * it is none that we wrote. */
bool kept_read(char *text, size_t length, struct kept_line *line);

#endif
