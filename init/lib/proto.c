/* SPDX-License-Identifier: MIT */
#include "proto.h"

#include "text.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *word;
	bool takes_role;
} commands[] = {
	[PROTO_STATUS] = { "status", false },
	[PROTO_START] = { "start", true },
	[PROTO_STOP] = { "stop", true },
	[PROTO_RESTART] = { "restart", true },
	[PROTO_RELOAD] = { "reload", true },
	[PROTO_REBOOT] = { "reboot", false },
	[PROTO_POWEROFF] = { "poweroff", false },
};
static_assert(sizeof(commands) / sizeof(commands[0]) == PROTO_COMMAND_COUNT,
    "each command has a word");

const char *proto_word(enum proto_command command)
{
	return commands[command].word;
}

bool proto_takes_role(enum proto_command command)
{
	return commands[command].takes_role;
}

const char *proto_read_request(const char *text, size_t length, struct proto_request *request)
{
	size_t word = strcspn(text, " ");
	const char *role = text[word] == ' ' ? text + word + 1 : NULL;

	if (strlen(text) != length)
		return "request holds a NUL byte";
	for (int command = 0; command < PROTO_COMMAND_COUNT; command++) {
		if (strlen(commands[command].word) != word ||
		    memcmp(text, commands[command].word, word) != 0)
			continue;
		if (commands[command].takes_role != (role != NULL))
			return role == NULL ? "this command needs a role"
			                    : "this command takes no role";
		if (role != NULL && text_name(role) != NULL)
			return "the role's name is malformed";
		request->command = (enum proto_command)command;
		snprintf(request->role, sizeof(request->role), "%s", role == NULL ? "" : role);
		return NULL;
	}
	return "unknown command";
}
