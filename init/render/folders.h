/* SPDX-License-Identifier: MIT */
/*
 * folders - the command line of every role's render program, docs/role.md:
 *
 *	render --site DIR --run DIR --data DIR --secrets DIR --bin DIR [--host | --checked]
 */
#ifndef WHIT_FOLDERS_H
#define WHIT_FOLDERS_H

#include <stdbool.h>

/* How a render program ends. */
enum {
	RENDER_GOOD = 0,
	RENDER_BAD = 1,    /* the site has mistakes, told on standard error, one a line */
	RENDER_FAILED = 2, /* anything else, told there too */
};

/* All are given; pointers into argv. */
struct folders {
	const char *site;
	const char *run;
	const char *data;
	const char *secrets; /* need not exist on a build host */
	const char *bin;
	bool host;    /* a check on the build host: nothing is kept or started */
	bool checked; /* the build of this very image has judged this very site with --host */
};

/* Reads the command line. A wrong one ends the program with RENDER_FAILED and a message. */
void folders_read(int count, char **words, struct folders *folders);

#endif
