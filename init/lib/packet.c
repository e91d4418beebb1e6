/* SPDX-License-Identifier: MIT */
#include "packet.h"

#include <string.h>
#include <sys/socket.h>

union control {
	struct cmsghdr aligned;
	char space[CMSG_SPACE(sizeof(struct ucred))];
};

int packet_send(int socket, char *text, size_t length, int fd)
{
	union control control = { .aligned = { .cmsg_len = CMSG_LEN(sizeof(fd)),
		                      .cmsg_level = SOL_SOCKET,
		                      .cmsg_type = SCM_RIGHTS } };
	struct iovec part = { text, length };
	const struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = fd == -1 ? 0 : CMSG_SPACE(sizeof(fd)),
	};

	memcpy(CMSG_DATA(&control.aligned), &fd, sizeof(fd));
	return sendmsg(socket, &message, MSG_NOSIGNAL) == -1 ? -1 : 0;
}

ssize_t packet_receive(int socket, char *text, size_t size, int kind, void *with)
{
	const size_t length = kind == SCM_RIGHTS ? sizeof(int) : sizeof(struct ucred);
	union control control;
	struct iovec part = { text, size - 1 };
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen =
		    CMSG_LEN(length), /* for one: a second descriptor would be ours, unseen */
	};
	ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	const struct cmsghdr *header = got == -1 ? NULL : CMSG_FIRSTHDR(&message);

	if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == kind &&
	    header->cmsg_len == CMSG_LEN(length))
		memcpy(with, CMSG_DATA(header), length);
	text[got == -1 ? 0 : got] = '\0';
	return got;
}
