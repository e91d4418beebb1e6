/* SPDX-License-Identifier: MIT */
/*
 * problem - mistakes found in a site, collected first and shown all at once.
 *
 * A problem is printed as one line, `FILE:LINE: KEY: why`; without LINE when it
 * belongs to the file as a whole, without KEY when it belongs to no key. A
 * warning is printed as `FILE:LINE: KEY: warning: why` and makes no site bad.
 *
 * Start with a zeroed struct: `struct problems problems = { 0 };`.
 */
#ifndef WHIT_PROBLEM_H
#define WHIT_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum {
	PROBLEMS_MAX = 1000,     /* more than these are counted, not kept */
	PROBLEM_TEXT_MAX = 1024, /* longest `why` in bytes; the rest is cut */
};

struct problem {
	char *file;    /* as the user knows it: "site.conf", "dns/zones/example.net.zone" */
	unsigned line; /* from 1; 0 = the file as a whole */
	char *key;     /* "listen", "[dns.example.net]"; "" = none */
	char *why;
	bool warning;
	size_t order; /* of its report: keeps equal lines in order */
};

struct problems {
	struct problem *list;
	size_t count; /* entries of list, warnings included */
	size_t space;
	size_t reported; /* calls so far */
	size_t errors;   /* that are no warnings, those not kept included */
	size_t lost;     /* not kept: beyond PROBLEMS_MAX, or out of memory */
};

/* Adds an error. file and key may be NULL (none); all text is copied. Never fails:
 * what cannot be kept is counted. Control bytes and
 * bytes that are no UTF-8 become `?`. */
void problem_add(struct problems *problems, const char *file, unsigned line, const char *key,
    const char *format, ...) __attribute__((format(printf, 5, 6)));

/* The same for a warning: said, but the site stays good. */
void problem_warn(struct problems *problems, const char *file, unsigned line, const char *key,
    const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Adds a line in the printed form, e.g. from a render program's standard error.
 * Returns false, and adds nothing, when the line has not that form. */
bool problem_add_line(struct problems *problems, const char *line);

/* Sorts by file, line and order of report, and drops exact repetitions. */
void problems_sort(struct problems *problems);

/* Sorts, prints all, and says at the end how many were not kept, if any.
 * Returns the number of errors: 0 = nothing stands in the way. */
size_t problems_print(struct problems *problems, FILE *out);

/* Frees all; the struct is as new. */
void problems_free(struct problems *problems);

#endif
