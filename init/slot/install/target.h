/* SPDX-License-Identifier: MIT */
/*
 * target - the disks that there are to install on, and what is on them.
 *
 * A disk is blank when its first and last MiB are zeros. While it is being installed on, its boot sector says so (table.h): a power cut then
 * leaves a disk that no firmware starts and nobody takes for whole, and that may be installed on without a question.
 */
#ifndef WHIT_TARGET_H
#define WHIT_TARGET_H

#include "disks.h"

#include <stddef.h>
#include <stdint.h>

enum {
	TARGETS = 256,
	TARGET_TEXT = 64,
	TARGET_SERIAL = 256, /* as long as any bus lets one be */
};

enum target_holds {
	TARGET_BLANK,
	TARGET_UNFINISHED,      /* an installation that was cut off */
	TARGET_UNFINISHED_KEEP, /* the same, of which /data is good */
	TARGET_WHIT,
	TARGET_WHIT_ODD, /* with a /data, but in another layout */
	TARGET_FOREIGN,
};

struct target {
	char device[DISKS_DEVICE]; /* "/dev/vda" */
	char model[TARGET_TEXT];   /* "" = not known */
	char serial[TARGET_SERIAL];
	uint64_t bytes;
	size_t block;
	enum target_holds holds;
};

/* Fills the list, sorted by device; disks that cannot be written are left out. Returns how many. */
size_t targets_find(struct target targets[static TARGETS]);

/* Is what is there now under the name of `target` the same disk, with the same on it? */
bool target_is_same(const struct target *target);

/* In words. */
const char *target_holds_text(enum target_holds holds);

#endif
