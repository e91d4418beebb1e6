/* SPDX-License-Identifier: MIT */
#include "power.h"

#include "cleanup.h"
#include "loop.h"
#include "shutdown.h"

#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <sys/ioctl.h>

enum { INPUTS = 32 }; /* that are looked at; a key that is plugged in later is none */

static struct watch buttons[INPUTS];

static void on_event(void *owner)
{
	struct watch *button = owner;
	struct input_event event;
	ssize_t got = read(button->fd, &event, sizeof(event));

	if (got == -1 && errno == ENODEV)
		watch_close(button); /* unplugged */
	if (got == sizeof(event) && event.type == EV_KEY && event.code == KEY_POWER &&
	    event.value == 1)
		shutdown_begin(SHUTDOWN_POWEROFF, "power button");
}

static bool has_power_key(int fd)
{
	unsigned char keys[KEY_MAX / 8 + 1] = { 0 };

	return ioctl(fd, EVIOCGBIT(EV_KEY, sizeof(keys)), keys) != -1 &&
	    (keys[KEY_POWER / 8] >> KEY_POWER % 8 & 1) != 0;
}

void power_open(void)
{
	for (unsigned number = 0; number < INPUTS; number++) {
		struct watch *button = &buttons[number];
		char path[32];
		autoclose int fd = -1;

		snprintf(path, sizeof(path), "/dev/input/event%u", number);
		fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		if (fd != -1 && has_power_key(fd) &&
		    watch_add(button, fd, EPOLLIN, on_event, button) == 0)
			steal_fd(&fd);
	}
}
