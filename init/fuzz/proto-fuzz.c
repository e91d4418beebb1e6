/* SPDX-License-Identifier: MIT */
/* Any packet as a request, a reply, or a message of readiness. What is taken as a request is written again as it came. */

#include "notify.h"
#include "proto.h"
#include "request.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct proto_request request = { 0 };
	char again[PROTO_REQUEST_MAX];
	enum proto_code code;

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (proto_read_request(text, size, &request) == NULL &&
	    (request_write(&request, again) != size || memcmp(again, text, size) != 0))
		abort();
	if (request_read_reply(text, size, &code) == NULL && (int)code > PROTO_USAGE)
		abort();
	notify_is_ready(text);
	free(text);
	return 0;
}
