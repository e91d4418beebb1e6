/* SPDX-License-Identifier: MIT */
/* Any bytes as a file of kept lines: what is taken for ours lies in its line, prints as it is, and is read again as it was. */

#include "kept.h"

#include "date.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static bool lies_in(const char *word, size_t length, const char *text, size_t size)
{
	return word >= text && word + length <= text + size;
}

/* Written as the role writes it, it is the same line. */
static void read_again(const struct kept_line *line)
{
	char text[MESSAGE_MAX];
	struct kept_line again;
	struct ring_line record = {
		.number = line->message.sequence - 1,
		.length = (uint16_t)line->message.text_length,
		.priority = (uint8_t)(line->message.priority % 192),
	};

	if (line->message.text_length > RING_TEXT)
		return;
	memcpy(record.text, line->message.text, record.length);
	must(kept_read(text, message_write(text, "host", line->name, &record, line->time), &again));
	must(again.message.text_length == line->message.text_length);
	must(memcmp(again.message.text, line->message.text, again.message.text_length) == 0);
}

static void read_line(const char *bytes, size_t size)
{
	char *text = malloc(size); /* of its own: what reads beyond its end is seen */
	struct kept_line line;

	if (text == NULL)
		return;
	memcpy(text, bytes, size);
	if (kept_read(text, size, &line)) {
		must(lies_in(line.message.date, line.message.date_length, text, size));
		must(lies_in(line.message.name, line.message.name_length, text, size));
		must(lies_in(line.message.text, line.message.text_length, text, size));
		must(memchr(line.name, '\0', sizeof(line.name)) != NULL);
		for (size_t i = 0; i < size; i++)
			must((unsigned char)text[i] >= ' ' || text[i] == '\t');
		read_again(&line);
	}
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	char name[KEPT_NAME];

	must(strlen(kept_name(size > 0 ? data[0] : 0, name)) < KEPT_NAME);
	while (size > 0) {
		const char *end = memchr(bytes, '\n', size);
		size_t length = end == NULL ? size : (size_t)(end - bytes);

		read_line(bytes, length);
		length += end != NULL;
		bytes += length;
		size -= length;
	}
	return 0;
}
