/* SPDX-License-Identifier: MIT */
#include "power.h"

#include "cleanup.h"
#include "loop.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#define INPUT "/dev/input"

enum { BUTTONS_MAX = 8, EVENTS_AT_ONCE = 16 };

static struct watch buttons[BUTTONS_MAX];
static size_t count;
static void (*on_pressed)(void);

static void on_event(void *owner)
{
	struct watch *button = owner;
	struct input_event event[EVENTS_AT_ONCE];
	ssize_t got = read(button->fd, event, sizeof(event));

	if (got == -1 && errno == ENODEV)
		watch_close(button); /* unplugged */
	if (got <= 0)
		return;
	for (size_t i = 0; i < (size_t)got / sizeof(event[0]); i++)
		if (event[i].type == EV_KEY && event[i].code == KEY_POWER && event[i].value == 1)
			on_pressed();
}

static bool has_power_key(int fd)
{
	unsigned char keys[KEY_MAX / 8 + 1] = { 0 };

	return ioctl(fd, EVIOCGBIT(EV_KEY, sizeof(keys)), keys) != -1 &&
	    (keys[KEY_POWER / 8] >> KEY_POWER % 8 & 1) != 0;
}

void power_open(void (*pressed)(void))
{
	char path[sizeof(INPUT) + 1 + 256];
	struct dirent *entry;
	DIR *folder = opendir(INPUT);

	on_pressed = pressed;
	if (folder == NULL)
		return;
	while (count < BUTTONS_MAX && (entry = readdir(folder)) != NULL) {
		autoclose int fd = -1;

		if (strncmp(entry->d_name, "event", 5) != 0)
			continue;
		snprintf(path, sizeof(path), INPUT "/%s", entry->d_name);
		fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		if (fd == -1 || !has_power_key(fd))
			continue;
		if (watch_add(&buttons[count], fd, EPOLLIN, on_event, &buttons[count]) == 0) {
			steal_fd(&fd);
			count++;
		}
	}
	closedir(folder);
}
