/* SPDX-License-Identifier: MIT */
#include "watchdog.h"

#include "cleanup.h"
#include "log.h"
#include "loop.h"

#include <fcntl.h>
#include <linux/watchdog.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

enum {
	WATCHDOGS_MAX = 4,
	TIMEOUT = 30,          /* s; a driver may know better */
	FEED_EVERY = 5 * 1000, /* ms */
};

static int watchdogs[WATCHDOGS_MAX];
static size_t count;
static struct timer meal;
static char names[WATCHDOGS_MAX * (sizeof(((struct watchdog_info *)NULL)->identity) + 2)] = "none";

static void feed(void *owner)
{
	(void)owner;
	for (size_t i = 0; i < count; i++)
		ioctl(watchdogs[i], WDIOC_KEEPALIVE, NULL);
	timer_set(&meal, FEED_EVERY, feed, NULL);
}

static void add(int fd)
{
	struct watchdog_info info = { .identity = "unknown" };
	int timeout = TIMEOUT;
	size_t used = count == 0 ? 0 : strlen(names);

	if (ioctl(fd, WDIOC_SETTIMEOUT, &timeout) ==
	    -1) /* one that cannot be set says what it has */
		ioctl(fd, WDIOC_GETTIMEOUT, &timeout);
	ioctl(fd, WDIOC_GETSUPPORT, &info);
	snprintf(names + used, sizeof(names) - used, "%s%.31s", count == 0 ? "" : ", ",
	    (const char *)info.identity);
	watchdogs[count++] = fd;
	log_line("watchdog: %.31s: ends a silence of init after %d s", (const char *)info.identity,
	    timeout);
	if (timeout * 1000 < 2 * FEED_EVERY)
		log_line("watchdog: %.31s: that is short: it is fed every %d s",
		    (const char *)info.identity, FEED_EVERY / 1000);
}

void watchdog_open(void)
{
	char path[32];

	for (unsigned number = 0; number < WATCHDOGS_MAX; number++) {
		autoclose int fd = -1;

		snprintf(path, sizeof(path), "/dev/watchdog%u", number);
		fd = open(path, O_WRONLY | O_CLOEXEC);
		if (fd != -1)
			add(steal_fd(&fd));
		else if (errno != ENOENT)
			log_line("watchdog: %s: %m", path);
	}
	if (count > 0)
		feed(NULL);
}

const char *watchdog_names(void)
{
	return names;
}
