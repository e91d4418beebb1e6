/* SPDX-License-Identifier: MIT */
/* kept [pure] - see kept.h. */

#include "kept.h"

#include "date.h"

#include <stdio.h>
#include <string.h>

const char *kept_name(unsigned age, char name[KEPT_NAME])
{
	if (age == 0)
		snprintf(name, KEPT_NAME, "lines.log");
	else
		snprintf(name, KEPT_NAME, "lines.log.%u", age % 100);
	return name;
}

static bool copy_word(char *to, size_t size, const char *word, size_t length)
{
	if (length >= size)
		return false;
	memcpy(to, word, length);
	to[length] = '\0';
	return true;
}

bool kept_read(char *text, size_t length, struct kept_line *line)
{
	const struct message *message = &line->message;
	char date[DATE_TEXT];

	for (size_t i = 0; i < length; i++)
		if (((unsigned char)text[i] < ' ' && text[i] != '\t') || text[i] == '\177')
			text[i] = '?';
	return message_read(text, length, &line->message) &&
	    copy_word(line->name, sizeof(line->name), message->name, message->name_length) &&
	    copy_word(date, sizeof(date), message->date, message->date_length) &&
	    date_read(date, &line->time) == NULL;
}
