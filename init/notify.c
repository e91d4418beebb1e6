/* SPDX-License-Identifier: MIT */
#include "notify.h"

#include "cleanup.h"
#include "loop.h"
#include "packet.h"
#include "plan.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

enum { MESSAGE = 1024, PAUSE = 1 }; /* bytes; ms between two messages, whoever sends them */

static struct watch socket_watch;
static void (*on_ready)(pid_t pid);

bool notify_is_ready(const char *message)
{
	static const char wanted[] = "READY=1";
	bool ready = false;
	size_t length;

	for (; *message != '\0' && !ready; message += length + (message[length] == '\n')) {
		length = strcspn(message, "\n");
		ready = length == strlen(wanted) && memcmp(message, wanted, length) == 0;
	}
	return ready;
}

static void on_message(void *unused)
{
	char text[MESSAGE + 1];
	struct ucred sender = { 0 }; /* the kernel vouches for it */

	(void)unused;
	if (packet_receive(socket_watch.fd, text, sizeof(text), SCM_CREDENTIALS, &sender) != -1 &&
	    notify_is_ready(text))
		on_ready(sender.pid);
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
