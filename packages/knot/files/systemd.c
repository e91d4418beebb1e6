/* SPDX-License-Identifier: MIT
 *
 * How knotd tells its supervisor what it is doing: the sd_notify(3) protocol, one datagram a message to the socket named
 * by NOTIFY_SOCKET. It takes the place of src/knot/common/systemd.c, which wants libsystemd (and with it a journal).
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "knot/common/systemd.h"

/* Nobody listens, or the message does not get through: a server serves all the same. */
static void notify(const char *message)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = path ? strlen(path) : 0;

	if (length == 0 || length >= sizeof(address.sun_path))
		return;
	memcpy(address.sun_path, path, length);
	if (path[0] == '@') /* an abstract name */
		address.sun_path[0] = '\0';

	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return;
	sendto(fd, message, strlen(message), MSG_NOSIGNAL, (struct sockaddr *)&address,
	       (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
	close(fd);
}

void systemd_ready_notify(void)
{
	notify("READY=1");
}

void systemd_reloading_notify(void)
{
	notify("RELOADING=1");
}

void systemd_stopping_notify(void)
{
	notify("STOPPING=1");
}

/* A zone that takes long: the protocol can ask for more time, our supervisor's limit is the one in role.conf. */
void systemd_zone_load_timeout_notify(void)
{
}

void systemd_tasks_status_notify(int tasks)
{
	(void)tasks;
}
