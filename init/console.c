/* SPDX-License-Identifier: MIT */
#include "console.h"

#include "log.h"
#include "loop.h"

#include <fcntl.h>
#include <unistd.h>

static int console = -1;
static struct watch writable;

static void on_writable(void *unused)
{
	(void)unused;
	log_flush();
}

void console_open(bool machine)
{
	const char *path = machine ? "/dev/console" : "/proc/self/fd/2";

	console = open(path, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (console == -1) { /* a socket cannot be opened again: then it is shared */
		console = fcntl(2, F_DUPFD_CLOEXEC, 3);
		if (console != -1)
			fcntl(console, F_SETFL, fcntl(console, F_GETFL) | O_NONBLOCK);
	}
	log_to(console);
	/* Edge-triggered: told once, each time it has become writable again. A plain file
	 * cannot be watched and need not be. */
	if (console != -1)
		watch_add(&writable, console, EPOLLOUT | EPOLLET, on_writable, NULL);
}

int console_fd(void)
{
	return console;
}
