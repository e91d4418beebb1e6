/* SPDX-License-Identifier: MIT */
#include "notify.h"

#include "cleanup.h"
#include "loop.h"
#include "plan.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

enum { MESSAGE = 1024, PAUSE = 1 }; /* bytes; ms between two messages, whoever sends them */

static struct watch socket_watch;
static void (*on_ready)(pid_t pid);

bool notify_is_ready(const char *message, size_t length)
{
	static const char wanted[] = "READY=1";
	const char *line = message;
	const char *end = message + length;

	while (line < end) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));

		if (stop == NULL)
			stop = end;
		if ((size_t)(stop - line) == strlen(wanted) &&
		    memcmp(line, wanted, strlen(wanted)) == 0)
			return true;
		line = stop + 1;
	}
	return false;
}

/* The pid the kernel vouches for; 0 when it does not. */
static pid_t sender_of(struct msghdr *message)
{
	const struct cmsghdr *part = CMSG_FIRSTHDR(message); /* there is room for one only */
	struct ucred sender = { 0 };

	if (part != NULL && part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_CREDENTIALS)
		memcpy(&sender, CMSG_DATA(part), sizeof(sender));
	return sender.pid;
}

static void on_message(void *owner)
{
	char text[MESSAGE];
	union {
		struct cmsghdr aligned;
		char space[CMSG_SPACE(sizeof(struct ucred))];
	} control;
	struct iovec part = { text, sizeof(text) };
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	ssize_t got;

	(void)owner;
	got = recvmsg(socket_watch.fd, &message, MSG_CMSG_CLOEXEC);
	if (got > 0 && notify_is_ready(text, (size_t)got))
		on_ready(sender_of(&message));
	watch_rest(&socket_watch, PAUSE);
}

int notify_open(void (*ready)(pid_t pid))
{
	static const struct sockaddr_un address = { AF_UNIX, PLAN_NOTIFY };
	const int yes = 1;
	autoclose int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	on_ready = ready;
	unlink(address.sun_path);
	if (fd == -1 || setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &yes, sizeof(yes)) == -1 ||
	    bind(fd, (const struct sockaddr *)&address, sizeof(address)) == -1 ||
	    chmod(address.sun_path, 0666) == -1)
		return -1;
	return watch_add(&socket_watch, steal_fd(&fd), EPOLLIN, on_message, NULL);
}
