/* SPDX-License-Identifier: MIT */
/*
 * init - PID 1 of a Whit machine, or of a container made of the same roles.
 *
 * main() is the boot as a list. README.md has the table of files and the event model.
 */
#include "bundle.h"
#include "cgroup.h"
#include "cmdline.h"
#include "console.h"
#include "control.h"
#include "data.h"
#include "io.h"
#include "log.h"
#include "loop.h"
#include "mount.h"
#include "net.h"
#include "power.h"
#include "role.h"
#include "shutdown.h"
#include "signals.h"
#include "status.h"
#include "sysctl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

#define COMPLETE "/etc/whit/complete"

enum { COMMAND_LINE_MAX = 4096, CONSOLE_LIMIT = 1000 };

/* Only before "we must not die": PID 1 ends, the kernel panics, and panic= reboots. */
static _Noreturn void fatal(const char *what)
{
	log_line("whit: cannot start: %s", what);
	log_drain(CONSOLE_LIMIT);
	exit(1);
}

/* The kernel command line; in a container, what init was started with. */
static void read_command_line(bool machine, char **words, struct cmdline *cmdline)
{
	struct problems problems = { 0 };
	char text[COMMAND_LINE_MAX] = "";

	if (machine && io_read_file("/proc/cmdline", text, sizeof(text)) == -1)
		log_line("whit: /proc/cmdline: %m: no word of it counts");
	for (char **word = words; !machine && *word != NULL; word++) {
		strncat(text, *word, sizeof(text) - strlen(text) - 1);
		strncat(text, " ", sizeof(text) - strlen(text) - 1);
	}
	cmdline_read(cmdline, text, &problems);
	log_problems(&problems);
	problems_free(&problems);
}

static void set_hostname(const struct cmdline *cmdline, const struct site *site)
{
	const char *name = cmdline->hostname;

	if (name[0] == '\0')
		name = site_value(site, site_section(site, "site"), "hostname", "whit");
	if (sethostname(name, strlen(name)) == -1)
		log_line("whit: hostname %s: %m", name);
}

static void on_power_button(void)
{
	shutdown_begin(SHUTDOWN_POWEROFF, "power button");
}

int main(int argc, char **argv)
{
	static struct cmdline cmdline;
	static struct site site;
	static const struct net_override override = { cmdline.address, cmdline.gateway,
		cmdline.dns };
	bool machine;
	bool mounted;

	if (getpid() != 1 || argc < 1) {
		fputs("init: is only for PID 1: it ends by killing every other process\n", stderr);
		return 1;
	}
	/* 1. Ours is the machine if ctrl-alt-del is ours: a container may not ask for it. From
	 *    here on it reaches us as SIGINT. */
	machine = reboot(RB_DISABLE_CAD) == 0;
	/* 2. /proc, /sys, /dev and /run, without which nothing else can be done or said. */
	mounted = mount_system(machine) == 0;
	/* 3. The console: what was said so far waits for it. */
	console_open(machine);
	if (!mounted)
		fatal("the kernel's own filesystems are missing");
	/* 4. The image is whole if the last file of its archive is there. */
	if (access(COMPLETE, F_OK) == -1)
		fatal("the initrd is truncated: " COMPLETE " is missing");
	status_open();
	log_line("whit: %s starts", status_version());
	/* 5. Words of the administrator, and of the site. */
	read_command_line(machine, argv + 1, &cmdline);
	if (machine)
		sysctl_apply();
	bundle_open(&site);
	set_hostname(&cmdline, &site);
	/* 6. Signals and the loop, before the first child can die. */
	if (loop_open() == -1 || signals_open() == -1)
		fatal("no event loop");
	console_watch();
	/* 7. The roles of this image; what they need of memory is taken here. */
	cgroup_open();
	if (service_open() == -1)
		log_line("whit: no socket for readiness: %m");
	roles_load();

	/* From now on we must not die: nothing below is fatal, and nothing allocates. */

	/* 8. Ways to be told: the control socket, the power button. */
	if (control_open() == -1)
		log_line("whit: no control socket: %m");
	shutdown_open(machine);
	if (machine)
		power_open(on_power_button);
	/* 9. The network, which nobody waits for. */
	net_start(&site, &override);
	/* 10. /data; when it is there the roles start. */
	data_start(machine, cmdline.data, roles_start);
	if (machine)
		mount_seal_root();
	/* 11. For ever: one event at a time. */
	for (;;)
		loop_turn();
}
