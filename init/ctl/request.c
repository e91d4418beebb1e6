/* SPDX-License-Identifier: MIT */
#include "request.h"

#include <stdio.h>

size_t request_write(const struct proto_request *request, char text[PROTO_REQUEST_MAX])
{
	const char *word = proto_word(request->command);

	if (!proto_takes_role(request->command))
		return (size_t)snprintf(text, PROTO_REQUEST_MAX, "%s", word);
	return (size_t)snprintf(text, PROTO_REQUEST_MAX, "%s %s", word, request->role);
}

const char *request_read_reply(const char *reply, size_t length, enum proto_code *code)
{
	if (length < PROTO_REPLY_TEXT || reply[0] < '0' || reply[0] > '0' + PROTO_USAGE ||
	    reply[1] != '\n')
		return "the reply is malformed";
	*code = (enum proto_code)(reply[0] - '0');
	return NULL;
}
