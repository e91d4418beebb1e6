/* SPDX-License-Identifier: MIT */
/*
 * seed-text [pure] - the text of a seed (seed.h), parsed and judged: a seed is taken whole or not at all.
 */
#ifndef WHIT_SEED_TEXT_H
#define WHIT_SEED_TEXT_H

#include "site.h"

#include <stdbool.h>

/* Is the text of length bytes a seed without mistakes? Else seed is empty, and problems tell why, naming it
 * as name says, which must outlive it. The caller ends either with site_free(). */
bool seed_text_parse(struct site *seed, const char *name, const char *text, size_t length,
    struct problems *problems);

/* Which machine it makes; "" = it does not say. */
const char *seed_text_instance(const struct site *seed);

#endif
