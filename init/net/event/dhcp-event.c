/* SPDX-License-Identifier: MIT */
/*
 * dhcp-event - what udhcpc and udhcpc6 run when something happens to a lease: it tells `net`.
 *
 *	dhcp-event deconfig|bound|renew|nak|leasefail     the rest comes in the environment
 */
#include "../event.h"
#include "cleanup.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

/* What `net` wants to know; names as udhcpc has them. */
static const char *const names[] = { "interface", "ip", "mask", "subnet", "router", "staticroutes",
	"dns", "ntpsrv", "domain", "search", "mtu", "lease", "serverid",
	/* of udhcpc6: its address, and that it is it */
	"ipv6", "family" };

int main(int argc, char **argv)
{
	static const struct sockaddr_un address = { AF_UNIX, EVENT_SOCKET };
	static char message[EVENT_MAX];
	autoclose int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	size_t used;

	if (argc != 2) {
		fputs("usage: dhcp-event EVENT, as udhcpc calls it\n", stderr);
		return 2;
	}
	used = (size_t)snprintf(message, sizeof(message) / 2, EVENT_NAME "=%s", argv[1]) + 1;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && used + strlen(names[i]) + strlen(value) + 2 < sizeof(message))
			used += (size_t)sprintf(message + used, "%s=%s", names[i], value) + 1;
	}
	if (fd == -1 ||
	    sendto(fd, message, used, 0, (const struct sockaddr *)&address, sizeof(address)) ==
	        -1) {
		perror("dhcp-event: " EVENT_SOCKET);
		return 1;
	}
	return 0;
}
