/* SPDX-License-Identifier: MIT */
/* message [pure] - see message.h. */

#include "message.h"

#include "date.h"

#include <stdio.h>
#include <string.h>

enum { /* RFC 5424 section 6 */
	HOSTNAME = 255,
	APP_NAME = 48,
	LAST_SEQUENCE = 2147483647,
};

/* PRINTUSASCII without blanks, at most `longest`, or "-" when there is nothing. */
static const char *word(const char *from, size_t longest, char to[HOSTNAME + 1])
{
	size_t length = 0;

	for (; *from != '\0' && length < longest; from++)
		to[length++] = *from > ' ' && *from <= '~' ? *from : '?';
	to[length] = '\0';
	return length == 0 ? "-" : to;
}

size_t message_write(char text[MESSAGE_MAX], const char *hostname, const char *name,
    const struct ring_line *line, int64_t time)
{
	char host[HOSTNAME + 1];
	char app[HOSTNAME + 1];
	char date[DATE_TEXT];
	size_t length = line->length < RING_TEXT ? line->length : RING_TEXT;
	int head =
	    snprintf(text, MESSAGE_MAX - RING_TEXT, "<%u>1 %s %s %s - - [meta sequenceId=\"%u\"] ",
	        line->priority, date_write(time, date), word(hostname, HOSTNAME, host),
	        word(name, APP_NAME, app), (unsigned)(line->number % LAST_SEQUENCE + 1));

	memcpy(text + head, line->text, length);
	return (size_t)head + length;
}

size_t message_frame(char text[MESSAGE_MAX], const char *hostname, const char *name,
    const struct ring_line *line, int64_t time)
{
	char message[MESSAGE_MAX];
	size_t length = message_write(message, hostname, name, line, time);
	int head = snprintf(text, 8, "%zu ", length);

	memcpy(text + head, message, length);
	return (size_t)head + length;
}
