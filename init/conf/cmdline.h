/* SPDX-License-Identifier: MIT */
/*
 * cmdline [pure] - the words of the kernel command line that are ours: whit.KEY=VALUE.
 *
 *	whit.hostname=NAME
 *	whit.address=dhcp | none | ADDRESS/PREFIX[,ADDRESS/PREFIX...]   of the first card
 *	whit.gateway=ADDRESS[,ADDRESS]
 *	whit.dns=ADDRESS[,ADDRESS...]
 *	whit.data=none | UUID       no disk, or the partition with this GUID, as /data
 *	whit.seed-wait=DURATION     so long, 1m at most, for a seed that is not there yet
 *	whit.install=ask | auto | largest | /dev/NAME | serial:SERIAL | hardware    of the installer
 *	whit.erase=yes | all        what it may overwrite on the disk that was named
 *
 * and one of the boot loader's: BOOTIF=01-52-54-00-12-34-56, the card it was loaded by.
 *
 * They win over the site's own values. A word may stand in double quotes, as the kernel
 * allows. When one stands twice the last counts.
 */
#ifndef WHIT_CMDLINE_H
#define WHIT_CMDLINE_H

#include "problem.h"

enum { CMDLINE_VALUE = 256 };

/* Values as written, but commas of lists turned into blanks; "" = not given. */
struct cmdline {
	char hostname[CMDLINE_VALUE];
	char address[CMDLINE_VALUE];
	char gateway[CMDLINE_VALUE];
	char dns[CMDLINE_VALUE];
	char data[CMDLINE_VALUE];
	char seed_wait[CMDLINE_VALUE];
	char install[CMDLINE_VALUE];
	char erase[CMDLINE_VALUE];
	char card[sizeof("52:54:00:12:34:56")]; /* of BOOTIF, as a MAC address */
};

/* Reads a whole command line. Words that are not ours are left alone; unknown or bad ones
 * of ours are reported and have no effect. */
void cmdline_read(struct cmdline *cmdline, const char *text, struct problems *problems);

#endif
