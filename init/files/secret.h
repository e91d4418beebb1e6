/* SPDX-License-Identifier: MIT */
/*
 * secret [pure] - how files in secrets/ROLE/ are named.
 */
#ifndef WHIT_SECRET_H
#define WHIT_SECRET_H

/* One part of letters, digits, '.', '_', '+', '-'; no leading dot, at most 255 bytes. NULL when text
 * is that, else the reason in words, as those of text.h. */
const char *secret_name(const char *text);

#endif
