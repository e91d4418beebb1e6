/* SPDX-License-Identifier: MIT */
/*
 * kept - the files in which lines outlive the machine: lines.log, then lines.log.1, which is older, to
 * lines.log.7. Each line is a message of RFC 5424 (message.h), ended by a line feed. KEPT_FOLDER is a link
 * that the role which writes them puts into the image, so no other role can pass for it; `whit logs
 * --kept` reads them.
 */
#ifndef WHIT_KEPT_H
#define WHIT_KEPT_H

#define KEPT_FOLDER "/etc/whit/kept"

enum {
	KEPT_FILES = 8,
	KEPT_NAME = 24,
};

/* The name of the file that is `age` files old, from 0 on. */
const char *kept_name(unsigned age, char name[KEPT_NAME]);

#endif
