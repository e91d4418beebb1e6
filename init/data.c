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
	KILL_LIMIT = 5 * 1000,
};

static struct child child;
static struct timer limit;
static const char *kind = "none";
static void (*on_ready)(void);

static void done(const char *new_kind)
{
	void (*ready)(void) = on_ready;

	timer_stop(&limit);
	if (ready == NULL) /* told before: a child that came back after all */
		return;
	on_ready = NULL;
	kind = new_kind;
	ready();
}

static void fall_back(void *owner)
{
	(void)owner;
	if (on_ready == NULL)
		return;
	if (mount_ram_data() == -1)
		log_line("data: no RAM on /data either: %m");
	log_line("data: /data is RAM: nothing there outlives this boot");
	done("ram");
}

static void on_limit(void *owner)
{
	(void)owner;
	log_line("data: the disk takes too long, giving up on it");
	child_kill(&child, NULL);
	timer_set(&limit, KILL_LIMIT, fall_back, NULL);
}

static void on_ended(void *owner, int status)
{
	(void)owner;
	if (WIFEXITED(status) &&
	    (WEXITSTATUS(status) == EXIT_DISK || WEXITSTATUS(status) == EXIT_LATE)) {
		clock_keep(WEXITSTATUS(status) == EXIT_LATE);
		done("disk");
	} else if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_RAM)
		done("ram");
	else
		fall_back(NULL);
}

void data_start(bool machine, void (*ready)(void))
{
	static const char *const command[] = { PROGRAM, NULL };
	const struct spawn_plan plan = {
		.command = command,
		.output = output_open("data", 0),
	};

	on_ready = ready;
	child.name = "data";
	child.ended = on_ended;
	if (!machine) {
		done("given");
		return;
	}
	timer_set(&limit, TIME_LIMIT, on_limit, NULL);
	if (child_start(&child, &plan, NULL) == -1)
		fall_back(NULL);
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
