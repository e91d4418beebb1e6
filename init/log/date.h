/* SPDX-License-Identifier: MIT */
/*
 * date [pure] - points in time as RFC 3339 writes them, in UTC:
 *
 *	2026-11-22T19:03:55.123456Z
 */
#ifndef WHIT_DATE_H
#define WHIT_DATE_H

#include <stdint.h>

enum { DATE_TEXT = 40 };

/* Microseconds since 1970 as text. A year beyond 9999, or before 1970, becomes the nearest one. */
const char *date_write(int64_t time, char text[DATE_TEXT]);

/* Reads "2026-11-22T19:03:55Z", "2026-11-22 19:03" and the like: seconds, their fraction and the Z may
 * be missing, a blank may stand for the T. NULL when good, else the reason. */
const char *date_read(const char *text, int64_t *time);

#endif
