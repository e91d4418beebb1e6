/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as what a service, init or the kernel says, as a file that should be a ring, as a
 * date, and as a message. All of the bytes become lines, and every line a message that fits.
 */

#include "date.h"
#include "line.h"
#include "message.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_lines(const char *bytes, size_t size)
{
	enum line_kind kind = size > 0 ? (enum line_kind)((unsigned char)bytes[0] % 3) : 0;
	char message[MESSAGE_MAX];
	struct ring_line line;
	size_t text;

	while (size > 0) {
		size_t taken = line_end(kind, bytes, size, true, &text);

		if (taken == 0 || taken > size || text > taken)
			abort();
		if (line_read(kind, bytes, text, 1, &line) &&
		    (line.length > RING_TEXT ||
		        message_frame(message, "host", "name", &line, 1) > MESSAGE_MAX))
			abort();
		bytes += taken;
		size -= taken;
	}
}

/* The bytes as they are, and as the state and records of a ring whose head is good. */
static void read_ring(const uint8_t *data, size_t size)
{
	size_t bytes = ring_bytes(RING_MIN);
	struct ring *ring = calloc(1, bytes);
	struct ring_line line;
	uint64_t at = 0;
	uint64_t lost;

	if (ring == NULL)
		return;
	memcpy(ring, data, size < bytes ? size : bytes);
	if (!ring_is_sound(ring, bytes)) {
		ring_make(ring, "ring", RING_MIN);
		ring->generation = 0;
		memset(ring->state, 0, sizeof(ring->state));
		ring->state[0].head = RING_MIN;
		memcpy(ring->records, data, size < RING_MIN ? size : RING_MIN);
	}
	while (ring_read(ring, ring_now(ring), &at, &line))
		if (line.length > RING_TEXT)
			abort();
	ring_recover(ring);
	while (ring_peek(ring, RING_SHOW, RING_SHOWN, &line, &lost))
		ring_pass(ring, RING_SHOW, &line);
	line = (struct ring_line){ .length = RING_TEXT };
	ring_take(ring, 0, &line);
	if (!ring_is_sound(ring, bytes))
		abort();
	free(ring);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct message message;
	char text[DATE_TEXT] = "";
	int64_t time;

	read_lines((const char *)data, size);
	read_ring(data, size);
	memcpy(text, data, size < sizeof(text) - 1 ? size : sizeof(text) - 1);
	date_read(text, &time);
	if (message_read((const char *)data, size, &message) &&
	    message.text + message.text_length != (const char *)data + size)
		abort();
	return 0;
}
