/* SPDX-License-Identifier: MIT */
/*
 * proto [pure] - what is said over the control socket, a Unix socket of type SOCK_DGRAM.
 *
 * One request, one reply, each a single packet, so that neither side keeps half a
 * message. With the request goes a descriptor for the reply, one end of a socketpair(2): nobody else
 * can answer there, and its end tells that no reply will come. A request is `COMMAND` or `COMMAND ROLE`
 * in plain text. A reply is an exit code as one digit and a line feed, then text for the caller (a
 * complaint when the code is not 0; the facts of status.h for `status`).
 */
#ifndef WHIT_PROTO_H
#define WHIT_PROTO_H

#include <stdbool.h>
#include <stddef.h>

#define PROTO_SOCKET "/run/whit/control.sock"

enum {
	PROTO_REQUEST_MAX = 128,
	PROTO_REPLY_MAX = 64 * 1024,
	PROTO_ROLE_MAX = 33,  /* with its NUL */
	PROTO_REPLY_TEXT = 2, /* where a reply's text starts */
};

enum proto_command {
	PROTO_STATUS,
	PROTO_START,
	PROTO_STOP,
	PROTO_RESTART,
	PROTO_RELOAD,
	PROTO_REBOOT,
	PROTO_POWEROFF,
	PROTO_COMMAND_COUNT,
};

/* Exit codes of `whit` and of replies. */
enum proto_code {
	PROTO_DONE = 0,
	PROTO_FAILED = 1,      /* understood, but it could not be done */
	PROTO_USAGE = 2,       /* not understood */
	PROTO_UNREACHABLE = 3, /* init does not answer (only `whit` says this) */
};

struct proto_request {
	enum proto_command command;
	char role[PROTO_ROLE_MAX]; /* "" when the command takes none */
};

/* The word that stands for command. */
const char *proto_word(enum proto_command command);

bool proto_takes_role(enum proto_command command);

/* Reads a request of length bytes, behind which stands a NUL. NULL when good, else the reason. */
const char *proto_read_request(const char *text, size_t length, struct proto_request *request);

#endif
