/* SPDX-License-Identifier: MIT */
/*
 * init - PID 1 of a Whit machine, or of a container made of the same roles.
 *
 * main() is the boot as a list. README.md has the table of files and the event model.
 */
#include "cgroup.h"
#include "clock.h"
#include "console.h"
#include "control.h"
#include "data.h"
#include "identity.h"
#include "io.h"
#include "log.h"
#include "loop.h"
#include "mount.h"
#include "output.h"
#include "power.h"
#include "role.h"
#include "shutdown.h"
#include "signals.h"
#include "sysctl.h"
#include "watchdog.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

#define COMPLETE "/etc/whit/complete"
#define BUILD "/etc/whit/build" /* by scripts/image */

enum { CONSOLE_LIMIT = 1000 };

static bool machine; /* not a container */

/* Only before "we must not die": PID 1 ends, the kernel panics, and panic= reboots. */
static _Noreturn void fatal(const char *what)
{
	log_line("whit: cannot start: %s", what);
	log_drain(CONSOLE_LIMIT);
	exit(1);
}

/* Says which image this is. When it was made, in seconds since 1970; 0 = it does not say. */
static int64_t say_version(void)
{
	char text[1024] = "";
	char version[64] = "unknown", platform[32] = "unknown", profile[16] = "";
	int64_t made = 0;

	if (io_read_file(BUILD, text, sizeof(text)) == -1)
		log_line("whit: " BUILD ": %m");
	sscanf(text, "[build] version = %63s epoch = %" SCNd64 " platform = %31s profile = %15s",
	    version, &made, platform, profile);
	if (strcmp(profile, "debug") == 0)
		log_line("*** THIS IS A DEBUG IMAGE: anyone at its console is root ***");
	log_line("whit: whit %s (%s) starts", version, platform);
	return made;
}

static void mount_site(void)
{
	if ((access(BUNDLE_PLACE, F_OK) == 0 || errno != ENOENT) &&
	    mount_image(BUNDLE_PLACE, "/site") == -1)
		log_line("site: %s cannot be mounted on /site: %m", BUNDLE_PLACE);
}

static void on_data(void)
{
	identity_start(machine, roles_start);
}

int main(void)
{
	bool looping, mounted;
	int64_t made;

	if (getpid() != 1) {
		fputs("init: is only for PID 1: it ends by killing every other process\n", stderr);
		return 1;
	}
	/* 1. Ours is the machine if ctrl-alt-del is ours: a container may not ask for it. From
	 *    here on it reaches us as SIGINT. What we say from here on is kept. The loop, and the
	 *    signals that turn it. */
	machine = reboot(RB_DISABLE_CAD) == 0;
	output_begin();
	looping = loop_open() == 0 && signals_open() == 0;
	/* 2. /proc, /sys, /dev and /run, without which nothing else can be done or said. */
	if (machine && mount_own_root() == -1)
		log_line("mount: / cannot be left: %m: no service can have a view of its own");
	mounted = mount_system(machine) == 0;
	/* 3. The console: what was said so far waits for it. The kernel's own lines. */
	console_open(machine);
	if (machine)
		output_kernel();
	if (!looping)
		fatal("no event loop");
	if (!mounted)
		fatal("the kernel's own filesystems are missing");
	/* 4. The image is whole if the last file of its archive is there. */
	if (access(COMPLETE, F_OK) == -1)
		fatal("the initrd is truncated: " COMPLETE " is missing");
	made = say_version();
	/* 5. The kernel's settings, the site, the watchdogs. */
	if (machine) {
		clock_open(made);
		sysctl_apply();
		watchdog_open();
	} else {
		log_line("whit: in a container: clock, watchdogs, kernel settings, network and "
		         "disks are those of the host");
	}
	mount_site();
	/* 6. The roles of this image; what they need of memory is taken here. */
	cgroup_open();
	if (service_open() == -1)
		fatal("no socket for readiness");
	if (roles_open() == -1)
		fatal("the image's plan is bad");

	/* From now on we must not die: nothing below is fatal, and nothing allocates. */

	/* 7. Ways to be told: the control socket, the power button. */
	if (control_open() == -1)
		log_line("whit: no control socket: %m");
	shutdown_open(machine);
	if (machine)
		power_open();
	/* 8. /data, and then who this machine is, of which /data knows what a seed once said; when
	 *    that is known the rest starts. */
	data_start(machine, on_data);
	if (machine)
		mount_seal_root();
	/* 9. For ever: one event at a time. */
	for (;;)
		loop_turn();
}
