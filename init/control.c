/* SPDX-License-Identifier: MIT */
#include "control.h"

#include "cleanup.h"
#include "log.h"
#include "loop.h"
#include "proto.h"
#include "role.h"
#include "shutdown.h"
#include "status.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

enum {
	CLIENTS = 8,
	PATIENCE = 5000, /* ms a client has to ask */
};

struct client {
	struct watch watch;
	struct timer limit;
};

static struct watch listener;
static struct client clients[CLIENTS];
static int reserve = -1; /* a descriptor to give up when there are no more */
static char reply[PROTO_REPLY_MAX];

static void drop(void *owner)
{
	struct client *client = owner;

	timer_stop(&client->limit);
	watch_close(&client->watch);
}

/* text is one of our own sentences: it fits. */
static void answer(const struct client *client, enum proto_code code, const char *text)
{
	int length = snprintf(reply, sizeof(reply), "%d\n%s", (int)code, text);

	send(client->watch.fd, reply, (size_t)length, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void answer_status(const struct client *client)
{
	size_t length;

	reply[0] = '0' + PROTO_DONE;
	reply[1] = '\n';
	length = PROTO_REPLY_TEXT;
	length += status_write(reply + length, sizeof(reply) - length);
	send(client->watch.fd, reply, length, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void serve(const struct client *client, const struct proto_request *request)
{
	static const enum role_goal goals[PROTO_COMMAND_COUNT] = {
		[PROTO_START] = ROLE_START,
		[PROTO_RESTART] = ROLE_RESTART,
		[PROTO_RELOAD] = ROLE_RELOAD,
		[PROTO_STOP] = ROLE_NOTHING,
	};
	const char *why = NULL;

	switch (request->command) {
	case PROTO_STATUS:
		answer_status(client);
		return;
	case PROTO_START:
	case PROTO_RESTART:
	case PROTO_RELOAD:
	case PROTO_STOP:
		why = role_begin(request->role, goals[request->command]);
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
	answer(client, why == NULL ? PROTO_DONE : PROTO_FAILED, why == NULL ? "" : why);
}

static void on_request(void *owner)
{
	struct client *client = owner;
	struct proto_request request;
	char text[PROTO_REQUEST_MAX];
	ssize_t got = recv(client->watch.fd, text, sizeof(text), MSG_DONTWAIT);
	const char *why;

	if (got > 0) {
		why = proto_read_request(text, (size_t)got, &request);
		if (why == NULL)
			serve(client, &request);
		else
			answer(client, PROTO_USAGE, why);
	}
	drop(client);
}

/* A free place; when there is none, that of the client that has been silent longest. */
static struct client *make_place(void)
{
	struct client *oldest = &clients[0];

	for (size_t i = 0; i < CLIENTS; i++) {
		if (!clients[i].limit.running)
			return &clients[i];
		if (clients[i].limit.due < oldest->limit.due)
			oldest = &clients[i];
	}
	drop(oldest);
	return oldest;
}

/* Out of descriptors: a waiting client would wake us for ever, so it is taken and dropped. */
static void refuse_client(void)
{
	int fd;

	close(reserve);
	fd = accept4(listener.fd, NULL, NULL, SOCK_CLOEXEC);
	if (fd != -1)
		close(fd);
	reserve = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void on_client(void *owner)
{
	autoclose int fd = accept4(listener.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct client *client;

	(void)owner;
	if (fd == -1) {
		if (errno == EMFILE || errno == ENFILE)
			refuse_client();
		return;
	}
	client = make_place();
	if (watch_add(&client->watch, fd, EPOLLIN, on_request, client) == 0) {
		steal_fd(&fd);
		timer_set(&client->limit, PATIENCE, drop, client);
	}
}

int control_open(void)
{
	static const struct sockaddr_un address = { AF_UNIX, PROTO_SOCKET };
	autoclose int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	unlink(address.sun_path);
	reserve = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (fd == -1 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) == -1 ||
	    chmod(address.sun_path, 0600) == -1 || listen(fd, CLIENTS) == -1)
		return -1;
	return watch_add(&listener, steal_fd(&fd), EPOLLIN, on_client, NULL);
}
