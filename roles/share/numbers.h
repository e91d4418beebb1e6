/* SPDX-License-Identifier: MIT */
/*
 * numbers - which number (ids.h) each user and share of a site has.
 */
#ifndef WHIT_SHARE_NUMBERS_H
#define WHIT_SHARE_NUMBERS_H

#include "settings.h"

/* Gives every user with a hash, every share and the guests their numbers: those they have had in
 * DATA/.ids, which it brings up to date unless this is but a check on the build host. Returns 0, or -1:
 * it has been said why. */
int numbers_give(struct settings *settings);

#endif
