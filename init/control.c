/* SPDX-License-Identifier: MIT */
#include "control.h"

#include "cleanup.h"
#include "loop.h"
#include "packet.h"
#include "proto.h"
#include "role.h"
#include "shutdown.h"
#include "status.h"

#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

static struct watch requests;
static char reply[PROTO_REPLY_MAX];

/* text is one of our own sentences: it fits. */
static size_t answer(enum proto_code code, const char *text)
{
	return (size_t)snprintf(reply, sizeof(reply), "%d\n%s", (int)code, text);
}

/* Does what is asked for and makes the reply; returns its length. */
static size_t serve(const struct proto_request *request)
{
	static const enum role_goal goals[PROTO_COMMAND_COUNT] = {
		[PROTO_START] = ROLE_START,
		[PROTO_STOP] = ROLE_STOP,
		[PROTO_RESTART] = ROLE_RESTART,
		[PROTO_RELOAD] = ROLE_RELOAD,
	};
	const char *why = NULL;
	size_t length;

	switch (request->command) {
	case PROTO_STATUS:
		length = answer(PROTO_DONE, "");
		return length + status_write(reply + length, sizeof(reply) - length);
	case PROTO_START:
	case PROTO_STOP:
	case PROTO_RESTART:
	case PROTO_RELOAD:
		why = role_ask(request->role, goals[request->command]);
		break;
	case PROTO_REBOOT:
	case PROTO_POWEROFF:
		shutdown_begin(request->command == PROTO_REBOOT ? SHUTDOWN_REBOOT
		                                                : SHUTDOWN_POWEROFF,
		    "asked for by whit");
		break;
	case PROTO_COMMAND_COUNT:
		break;
	}
	return why == NULL ? answer(PROTO_DONE, "") : answer(PROTO_FAILED, why);
}

static void on_request(void *unused)
{
	autoclose int client = -1;
	struct proto_request request;
	char text[PROTO_REQUEST_MAX + 1];
	ssize_t got = packet_receive(requests.fd, text, sizeof(text), SCM_RIGHTS, &client);
	const char *why;
	size_t length;

	(void)unused;
	if (got == -1)
		return;
	why = proto_read_request(text, (size_t)got, &request);
	length = why == NULL ? serve(&request) : answer(PROTO_USAGE, why);
	send(client, reply, length, MSG_DONTWAIT | MSG_NOSIGNAL);
}

int control_open(void)
{
	static const struct sockaddr_un address = { AF_UNIX, PROTO_SOCKET };
	autoclose int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	unlink(address.sun_path);
	if (fd == -1 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) == -1 ||
	    chmod(address.sun_path, 0600) == -1)
		return -1;
	return watch_add(&requests, steal_fd(&fd), EPOLLIN, on_request, NULL);
}
