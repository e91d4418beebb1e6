/* SPDX-License-Identifier: MIT */
#include "json.h"

#include "text.h"

#include <stdio.h>

void json_string(const char *text, size_t length)
{
	putchar('"');
	for (size_t i = 0; i < length;) {
		size_t bytes = text_utf8_sequence(text + i, length - i);

		if (text[i] == '"' || text[i] == '\\')
			putchar('\\');
		if (text[i] == '\t')
			fputs("\\t", stdout);
		else if (bytes == 0 || text_is_control(text + i))
			putchar('?');
		else
			fwrite(text + i, 1, bytes, stdout);
		i += bytes == 0 ? 1 : bytes;
	}
	putchar('"');
}
