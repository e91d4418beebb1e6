/* SPDX-License-Identifier: MIT */
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

bool text_digits(const char **text, uint64_t max, uint64_t *number)
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

const char *text_integer(const char *text, int64_t min, int64_t max, int64_t *value)
{
	bool negative = *text == '-';
	const char *rest = text + negative;
	uint64_t number;
	int64_t result;

	if (!text_digits(&rest, INT64_MAX, &number) || *rest || (negative && number == 0))
		return "is not a whole number";
	result = negative ? -(int64_t)number : (int64_t)number;
	if (result < min || result > max)
		return "is out of range";
	if (value)
		*value = result;
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

const char *text_name(const char *text)
{
	size_t length = 0;

	while ((text[length] >= 'a' && text[length] <= 'z') ||
	    (length > 0 && (is_digit(text[length]) || text[length] == '-')))
		length++;
	if (length == 0 || length > 32 || text[length])
		return "is not a name: a lower-case letter, then lower-case letters, digits and -, "
		       "at most 32 bytes";
	return NULL;
}
