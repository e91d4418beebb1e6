/* SPDX-License-Identifier: MIT */
/* text-values [pure] - numbers, bytes and lists. Names are in text-name.c, addresses in text-address.c. */

#include "text-values.h"

#include <string.h>

const char *text_bool(const char *text, bool *value)
{
	static const char *const words[] = { "no", "yes", "false", "true", "off", "on" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(text, words[i]) == 0) {
			if (value)
				*value = i % 2;
			return NULL;
		}
	}
	return "is neither yes nor no";
}

struct unit {
	const char *name;
	uint64_t factor;
};

/* A number and a unit of the table, all of text, at most max when multiplied. */
static bool read_with_unit(const char *text, const struct unit *units, uint64_t max,
    uint64_t *result)
{
	uint64_t number;

	if (!text_digits(&text, UINT64_MAX, &number))
		return false;
	for (; units->name; units++) {
		if (strcmp(text, units->name) == 0) {
			if (number > max / units->factor)
				return false;
			*result = number * units->factor;
			return true;
		}
	}
	*result = 0;
	return number == 0 && *text == '\0';
}

const char *text_duration(const char *text, uint64_t *milliseconds)
{
	static const uint64_t day = UINT64_C(24) * 60 * 60 * 1000;
	static const struct unit units[] = {
		{ "ms", 1 },
		{ "s", 1000 },
		{ "m", UINT64_C(60) * 1000 },
		{ "h", UINT64_C(60) * 60 * 1000 },
		{ "d", UINT64_C(24) * 60 * 60 * 1000 },
		{ NULL, 0 },
	};
	uint64_t result;

	if (!read_with_unit(text, units, UINT64_C(100) * 365 * day, &result))
		return "is not a duration: a number and ms, s, m, h or d, like 500ms or 10m";
	if (milliseconds)
		*milliseconds = result;
	return NULL;
}

const char *text_size(const char *text, uint64_t *bytes)
{
	static const struct unit units[] = {
		{ "", 1 },
		{ "K", UINT64_C(1) << 10 },
		{ "M", UINT64_C(1) << 20 },
		{ "G", UINT64_C(1) << 30 },
		{ "T", UINT64_C(1) << 40 },
		{ NULL, 0 },
	};
	uint64_t result;

	if (!read_with_unit(text, units, INT64_MAX, &result))
		return "is not a size: a number of bytes, or with K, M, G or T, like 64K or 10M";
	if (bytes)
		*bytes = result;
	return NULL;
}

const char *text_percent(const char *text, unsigned *percent)
{
	uint64_t number;

	if (!text_digits(&text, 100, &number) || number == 0 || strcmp(text, "%") != 0)
		return "is not a share from 1% to 100%";
	if (percent)
		*percent = (unsigned)number;
	return NULL;
}

const char *text_utf8(const char *text, size_t length)
{
	for (size_t i = 0, size; i < length; i += size) {
		if (text[i] == '\0')
			return "has a NUL byte";
		size = text_utf8_sequence(text + i, length - i);
		if (size == 0)
			return "is not UTF-8";
		if (text[i] != '\t' && text_is_control(text + i))
			return "has a control character";
	}
	return NULL;
}

bool text_list_has(const char *list, const char *word)
{
	char next[TEXT_WORD_MAX];
	int found;

	while (list && (found = text_next_word(&list, next, sizeof(next))) != 0) {
		if (found == 1 && strcmp(next, word) == 0)
			return true;
	}
	return false;
}

enum { NEAREST_MAX = 40 };

/* Levenshtein's distance: single bytes to insert, delete or replace. */
static size_t distance(const char *a, const char *b)
{
	size_t row[NEAREST_MAX + 1];
	size_t columns = strlen(b);

	for (size_t j = 0; j <= columns; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= columns; j++) {
			size_t replace = diagonal + (a[i - 1] != b[j - 1]);
			size_t least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;

			diagonal = row[j];
			row[j] = replace < least ? replace : least;
		}
	}
	return row[columns];
}

const char *text_nearest(const char *word, const char *const *names)
{
	const char *nearest = NULL;
	size_t length = strlen(word);
	size_t least = length / 3 + 2; /* a third may be wrong, and one byte */

	if (length > NEAREST_MAX)
		return NULL;
	for (; *names; names++) {
		size_t far = strlen(*names) > NEAREST_MAX ? least : distance(word, *names);

		if (far < least && far < strlen(*names)) {
			least = far;
			nearest = *names;
		}
	}
	return nearest;
}
