/* SPDX-License-Identifier: MIT */
/* message [pure] - see message.h. */

#include "message.h"

#include "date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { /* RFC 5424 section 6 */
	HOSTNAME = 255,
	APP_NAME = 48,
	LAST_SEQUENCE = 2147483647,
	DIGITS = 10, /* of a number here */
};

/* Before the text of a line, and what stands between its words. */
#define SEQUENCE "- - [meta sequenceId=\""

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
	int head = snprintf(text, MESSAGE_MAX - RING_TEXT, "<%u>1 %s %s %s " SEQUENCE "%u\"] ",
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

/* What is left to read of a message. */
struct rest {
	const char *at;
	const char *end;
};

static bool skip(struct rest *rest, const char *expected)
{
	size_t length = strlen(expected);

	if ((size_t)(rest->end - rest->at) < length || memcmp(rest->at, expected, length) != 0)
		return false;
	rest->at += length;
	return true;
}

/* A word and the blank behind it. Its length, 0 when there is none. */
static size_t read_word(struct rest *rest, const char **begin)
{
	const char *blank = memchr(rest->at, ' ', (size_t)(rest->end - rest->at));
	size_t length = blank == NULL ? 0 : (size_t)(blank - rest->at);

	*begin = rest->at;
	if (length > 0)
		rest->at = blank + 1;
	return length;
}

static bool read_number(struct rest *rest, unsigned *number)
{
	char digits[DIGITS + 1] = "";
	size_t length = 0;

	while (length < DIGITS && rest->at < rest->end && *rest->at >= '0' && *rest->at <= '9')
		digits[length++] = *rest->at++;
	*number = (unsigned)strtoul(digits, NULL, 10);
	return length > 0;
}

bool message_read(const char *bytes, size_t length, struct message *message)
{
	struct rest rest = { bytes, bytes + length };
	const char *host;

	if (!skip(&rest, "<") || !read_number(&rest, &message->priority) || !skip(&rest, ">1 "))
		return false;
	message->date_length = read_word(&rest, &message->date);
	if (message->date_length == 0 || read_word(&rest, &host) == 0)
		return false;
	message->name_length = read_word(&rest, &message->name);
	if (message->name_length == 0 || !skip(&rest, SEQUENCE) ||
	    !read_number(&rest, &message->sequence) || message->sequence == 0 ||
	    !skip(&rest, "\"] "))
		return false;
	message->text = rest.at;
	message->text_length = (size_t)(rest.end - rest.at);
	return true;
}
