/* SPDX-License-Identifier: MIT */
/*
 * text [pure] - the grammar of what every program of ours reads: numbers, names, words, UTF-8. That
 * of settings goes on in conf/text-values.h.
 *
 * Every reader takes the whole string: leading or trailing blanks are an error.
 * It returns NULL when the text is good, else the reason in words ("is out of
 * range"), a constant string that fits behind `KEY: `. On an error the result is not
 * touched. Results may be NULL when only the check is wanted.
 */
#ifndef WHIT_TEXT_H
#define WHIT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TEXT_WORD_MAX = 1024 }; /* buffer for any word of a list, with its NUL */

/* Takes digits without a leading zero, up to the first other byte. False when there are
 * none, or the number is above max. */
bool text_digits(const char **text, uint64_t max, uint64_t *number);

/* Decimal, optional '-', no '+', no leading zeros; min <= value <= max. */
const char *text_integer(const char *text, int64_t min, int64_t max, int64_t *value);

/* A name of ours (role, service, key of a table): a lower-case letter, then lower-case
 * letters, digits and '-', at most 32 bytes. */
const char *text_name(const char *text);

/* Bytes of the UTF-8 sequence that text begins with (RFC 3629, 4), 0 when it is none. length > 0. */
size_t text_utf8_sequence(const char *text, size_t length);

/* Does text begin with a control character: C0 (tab included), DEL, or C1 in UTF-8? */
bool text_is_control(const char *text);

/* For a terminal: what is no UTF-8 becomes `?` byte by byte, and so do control characters but a
 * tab, which becomes a blank. */
void text_make_printable(char *text);

/*
 * The words of a blank-separated list, one a call:
 *
 *	char word[TEXT_WORD_MAX];
 *	const char *rest = list;
 *	while (text_next_word(&rest, word, sizeof(word)) == 1) ...
 *
 * 1 = word is filled, 0 = no more, -1 = a word does not fit size (rest stands behind it).
 */
int text_next_word(const char **rest, char *word, size_t size);

#endif
