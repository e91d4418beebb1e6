/* SPDX-License-Identifier: MIT */
/* text [pure] - see text.h: numbers, bytes and lists. Names are in text-name.c, addresses in text-address.c. */

#include "text.h"

#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Digits without a leading zero, up to the first other byte. False when there are
 * none, or the number is above max. */
static bool read_number(const char **text, uint64_t max, uint64_t *number)
{
	const char *c = *text;
	uint64_t value = 0;

	if (!is_digit(*c) || (*c == '0' && is_digit(c[1])))
		return false;
	for (; is_digit(*c); c++) {
		unsigned digit = (unsigned)(*c - '0');

		if (value > (max - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*text = c;
	*number = value;
	return true;
}

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

const char *text_integer(const char *text, int64_t min, int64_t max, int64_t *value)
{
	bool negative = *text == '-';
	const char *rest = text + negative;
	uint64_t number;
	int64_t result;

	if (!read_number(&rest, INT64_MAX, &number) || *rest || (negative && number == 0))
		return "is not a whole number";
	result = negative ? -(int64_t)number : (int64_t)number;
	if (result < min || result > max)
		return "is out of range";
	if (value)
		*value = result;
	return NULL;
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

	if (!read_number(&text, UINT64_MAX, &number))
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
	static const uint64_t day = 24 * 60 * 60 * UINT64_C(1000);
	static const struct unit units[] = {
		{ "ms", 1 },
		{ "s", 1000 },
		{ "m", 60 * 1000 },
		{ "h", 60 * 60 * 1000 },
		{ "d", 24 * 60 * 60 * 1000 },
		{ NULL, 0 },
	};
	uint64_t result;

	if (!read_with_unit(text, units, 100 * 365 * day, &result))
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

	if (!read_number(&text, 100, &number) || number == 0 || strcmp(text, "%") != 0)
		return "is not a share from 1% to 100%";
	if (percent)
		*percent = (unsigned)number;
	return NULL;
}

size_t text_utf8_sequence(const char *bytes, size_t length)
{
	const unsigned char *text = (const unsigned char *)bytes;
	unsigned char first = text[0];
	size_t size = first < 0x80 ? 1
	    : first < 0xc2         ? 0
	    : first < 0xe0         ? 2
	    : first < 0xf0         ? 3
	    : first < 0xf5         ? 4
	                           : 0;

	if (size > length)
		return 0;
	for (size_t i = 1; i < size; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	}
	if ((first == 0xe0 && text[1] < 0xa0) || (first == 0xed && text[1] > 0x9f) ||
	    (first == 0xf0 && text[1] < 0x90) || (first == 0xf4 && text[1] > 0x8f))
		return 0;
	return size;
}

bool text_is_control(const char *text)
{
	unsigned char first = (unsigned char)text[0];

	return first < 0x20 || first == 0x7f || (first == 0xc2 && (unsigned char)text[1] < 0xa0);
}

void text_make_printable(char *text)
{
	for (size_t length = strlen(text), size; length > 0; text += size, length -= size) {
		size = text_utf8_sequence(text, length);
		if (size == 0 || text_is_control(text)) {
			memset(text, *text == '\t' ? ' ' : '?', size ? size : 1);
			size = size ? size : 1;
		}
	}
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

int text_next_word(const char **rest, char *word, size_t size)
{
	const char *start = *rest;
	size_t length = 0;

	while (is_blank(*start))
		start++;
	while (start[length] && !is_blank(start[length]))
		length++;
	*rest = start + length;
	if (length == 0)
		return 0;
	if (length >= size)
		return -1;
	memcpy(word, start, length);
	word[length] = '\0';
	return 1;
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
