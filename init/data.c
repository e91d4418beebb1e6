/* SPDX-License-Identifier: MIT */
#include "data.h"

#include "child.h"
#include "clock.h"
#include "log.h"
#include "mount.h"
#include "output.h"

#include <linux/magic.h>
#include <stddef.h>
#include <sys/statfs.h>
#include <sys/wait.h>

#define PROGRAM "/usr/lib/whit/mount-data"

enum {
	EXIT_DISK = 0, /* of PROGRAM: /data is on a disk */
	EXIT_RAM = 3,  /* there is no disk for it: /data is RAM */
	EXIT_LATE = 4, /* it is on a disk, which knew a later time than the clock */
	TIME_LIMIT = 24 * 60 * 60 * 1000, /* PROGRAM gives up a disk that hangs itself */
};

static const char *kind = "none";
static void (*on_ready)(void);

static void fall_back(void)
{
	if (mount_ram_data() == -1)
		log_line("data: no RAM on /data either: %m");
	log_line("data: /data is RAM: nothing there outlives this boot");
}

static void on_ended(void *unused, int status)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	bool disk = code == EXIT_DISK || code == EXIT_LATE;

	(void)unused;
	if (disk)
		clock_keep(code == EXIT_LATE);
	else if (code != EXIT_RAM)
		fall_back();
	kind = disk ? "disk" : "ram";
	on_ready();
}

void data_start(bool machine, void (*ready)(void))
{
	static const char *const command[] = { PROGRAM, NULL };
	static struct child child = { .name = "data", .ended = on_ended };
	const struct spawn_plan plan = {
		.command = command,
		.output = output_open("data", 0),
	};

	on_ready = ready;
	if (machine) {
		child_await(&child, &plan, TIME_LIMIT);
	} else {
		kind = "given";
		ready();
	}
}

const char *data_kind(void)
{
	return kind;
}

bool data_is_persistent(void)
{
	struct statfs data;

	return statfs("/data", &data) == 0 && data.f_type != TMPFS_MAGIC &&
	    data.f_type != RAMFS_MAGIC;
}
