/* SPDX-License-Identifier: MIT */
/* line [pure] - see line.h. */

#include "line.h"

#include <assert.h>
#include <string.h>

enum {
	RAW_LINE = 2048, /* of PID 1 and the kernel, with what stands before the text */
	DAEMON = 3 * 8,  /* facilities of RFC 5424 */
	SEVERITY = 6,    /* informational */
};
/* ring_room() can always move what is left of a line to the front. */
static_assert(RING_PENDING - RING_ROOM >= 2 * RAW_LINE, "a line has room");

size_t line_end(enum line_kind kind, const char *bytes, size_t count, bool ended, size_t *text)
{
	size_t longest = kind == LINE_SERVICE ? RING_TEXT : RAW_LINE;
	const char *feed = memchr(bytes, '\n', count);

	*text = feed != NULL ? (size_t)(feed - bytes) : count;
	if (*text > longest)
		return *text = longest;
	if (feed != NULL)
		return *text + 1;
	return ended || count == longest ? count : 0;
}

static void set_text(struct ring_line *line, const char *bytes, size_t length)
{
	line->length = (uint16_t)(length < RING_TEXT ? length : RING_TEXT);
	for (size_t i = 0; i < line->length; i++) {
		unsigned char byte = (unsigned char)bytes[i];
		bool printable = byte >= ' ' ? byte != 0x7f : byte == '\t';

		line->text[i] = printable ? bytes[i] : '?';
	}
}

/* Reads digits from *at on, before end. False when there is none, or too many. */
static bool read_number(const char **at, const char *end, uint64_t *number)
{
	const char *start = *at;

	for (*number = 0; *at < end && **at >= '0' && **at <= '9' && *at - start < 18; ++*at)
		*number = *number * 10 + (uint64_t)(**at - '0');
	return *at > start;
}

/* "<3>text" */
static void read_service(const char *at, const char *end, struct ring_line *line)
{
	if (end - at >= 3 && at[0] == '<' && at[1] >= '0' && at[1] <= '7' && at[2] == '>') {
		line->priority = (uint8_t)(DAEMON + at[1] - '0');
		at += 3;
	}
	set_text(line, at, (size_t)(end - at));
}

/* "+[    1.234567] text" */
static void read_own(const char *at, const char *end, struct ring_line *line)
{
	const char *start = at;
	uint64_t seconds;
	uint64_t micros;

	if (at < end && *at == '-')
		line->flags = RING_SHOWN;
	at += at < end;
	if (at < end && *at == '[')
		at++;
	while (at < end && *at == ' ')
		at++;
	if (read_number(&at, end, &seconds) && at < end && *at++ == '.' &&
	    read_number(&at, end, &micros) && end - at >= 2 && at[0] == ']' && at[1] == ' ') {
		line->time = seconds * 1000000 + micros;
		start = at + 2;
	}
	set_text(line, start, (size_t)(end - start));
}

/* "PRIORITY,NUMBER,MICROSECONDS,FLAG[,...];text"; a line that begins with a blank belongs to the
 * one before: what the kernel's own tools would like to know of it. */
static bool read_kernel(const char *at, const char *end, struct ring_line *line)
{
	uint64_t priority;
	uint64_t number;
	uint64_t time;

	if (!read_number(&at, end, &priority) || at == end || *at++ != ',' ||
	    !read_number(&at, end, &number) || at == end || *at++ != ',' ||
	    !read_number(&at, end, &time))
		return false;
	at = memchr(at, ';', (size_t)(end - at));
	if (at == NULL)
		return false;
	line->priority = priority <= 191 ? (uint8_t)priority : SEVERITY;
	line->time = time;
	line->flags = RING_SHOWN;
	set_text(line, at + 1, (size_t)(end - at - 1));
	return true;
}

bool line_read(enum line_kind kind, const char *bytes, size_t length, uint64_t now,
    struct ring_line *line)
{
	const char *end = bytes + length;

	line->time = now;
	line->priority = DAEMON + SEVERITY;
	line->tells = 0;
	line->flags = 0;
	line->length = 0;
	if (length == 0)
		return false;
	if (kind == LINE_KERNEL)
		return read_kernel(bytes, end, line);
	if (kind == LINE_OWN)
		read_own(bytes, end, line);
	else
		read_service(bytes, end, line);
	return line->length > 0;
}
