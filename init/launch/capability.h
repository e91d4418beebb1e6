/* SPDX-License-Identifier: MIT */
/*
 * capability [pure] - the names of capabilities(7), in lower case and without "cap_".
 */
#ifndef WHIT_CAPABILITY_H
#define WHIT_CAPABILITY_H

#include <stdint.h>

enum { CAPABILITY_COUNT = 41 }; /* of Linux 5.9 and later */

/* The name of a bit's number. */
const char *capability_name(unsigned number);

/* The bit for name; 0 when there is no such capability; "all" gives every bit. */
uint64_t capability_bit(const char *name);

#endif
