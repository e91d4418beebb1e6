/* SPDX-License-Identifier: MIT */
#include "shutdown.h"

#include "child.h"
#include "clock.h"
#include "log.h"
#include "mount.h"
#include "output.h"
#include "role.h"
#include "service.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/reboot.h>
#include <unistd.h>

enum { /* ms */
	ROLES_LIMIT = 30 * 1000,
	LOG_LIMIT = 5 * 1000,
	DISKS_LIMIT = 15 * 1000,
	CONSOLE_LIMIT = 1000,
};

static bool is_machine;
static enum { RUNNING, ROLES, LOG, DISKS } stage; /* what is being ended */
static enum shutdown_kind wanted;
static struct timer limit;

static _Noreturn void end(void)
{
	log_line("whit: %s", wanted == SHUTDOWN_REBOOT ? "rebooting" : "power off");
	log_drain(CONSOLE_LIMIT);
	if (is_machine)
		reboot(wanted == SHUTDOWN_REBOOT ? RB_AUTOBOOT : RB_POWER_OFF);
	exit(0); /* in a container; on a machine the kernel panics, and its panic= reboots */
}

static void on_disks_done(void *owner, int status)
{
	char text[CHILD_STATUS];

	(void)owner;
	if (status != 0)
		log_line("whit: the disks were not unmounted (%s), going on without them",
		    child_status(status, text));
	end();
}

static int end_mounts(const void *unused, const char **no_step)
{
	clock_note(unused, no_step);
	return mount_end();
}

static void end_disks(void *unused)
{
	static struct child child = { .name = "unmount", .ended = on_disks_done };
	const struct spawn_plan plan = { .before = end_mounts };

	(void)unused;
	if (stage == DISKS) /* the log program has ended after its limit */
		return;
	stage = DISKS;
	service_stop_all(); /* DHCP clients too: none of them shall come back */
	kill(-1, SIGKILL);  /* whoever still runs holds no file open any more */
	if (!is_machine)    /* what is mounted in a container is its manager's, or ends with it */
		end();
	timer_stop(&limit);
	child_await(&child, &plan, DISKS_LIMIT);
}

/* Nobody has anything to say any more but us. */
static void end_log(void *unused)
{
	(void)unused;
	if (stage != ROLES) /* they stopped after their limit, perhaps because of it */
		return;
	stage = LOG;
	timer_set(&limit, LOG_LIMIT, end_disks, NULL);
	output_stop(end_disks);
}

static void on_roles_limit(void *unused)
{
	log_line("whit: services do not stop in time, killing them");
	end_log(unused);
}

void shutdown_open(bool machine)
{
	is_machine = machine;
}

void shutdown_begin(enum shutdown_kind kind, const char *why)
{
	if (stage != RUNNING)
		return;
	stage = ROLES;
	wanted = kind;
	log_line("whit: %s: %s", why, kind == SHUTDOWN_REBOOT ? "rebooting" : "shutting down");
	timer_set(&limit, ROLES_LIMIT, on_roles_limit, NULL);
	roles_stop(end_log);
}
