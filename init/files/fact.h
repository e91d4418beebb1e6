/* SPDX-License-Identifier: MIT */
/*
 * fact [pure] - texts of a fact a line, `FACT KEY=VALUE KEY=VALUE`, without quoting: what our
 * programs tell each other in files (net/state.h).
 */
#ifndef WHIT_FACT_H
#define WHIT_FACT_H

#include <stdbool.h>
#include <stddef.h>

enum { FACT_LINE = 512 };

/* Takes the next line from *rest, its end cut off; a longer one is cut. False at the end. */
bool fact_next(const char **rest, char line[FACT_LINE]);

/* Is the line about this? */
bool fact_is(const char *line, const char *fact);

/* The value of key; "" when the line has none. */
const char *fact_value(const char *line, const char *key, char value[FACT_LINE]);

#endif
