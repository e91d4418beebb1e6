/* SPDX-License-Identifier: MIT */
/*
 * mount - what is mounted where, from the first step of the boot to the last of the end.
 */
#ifndef WHIT_MOUNT_H
#define WHIT_MOUNT_H

#include <stdbool.h>

/* A file that is there while the machine runs; mount-data makes it, and looks for it first. */
#define MOUNT_RUNNING "/data/system/running"

/* Mounts /proc, /sys, /dev, /run and their like. On a machine some of these must succeed:
 * returns -1 when one did not; in a container (machine = false) all of them only may. */
int mount_system(bool machine);

/* Binds the root over itself, with all that is mounted below it. The initramfs is the bottom of
 * all mounts, which pivot_root(2) cannot leave; from this root services can, into views of
 * their own. The kernel's own threads stay at the bottom, and see the same. 0, or -1 with errno. */
int mount_own_root(void);

/* Mounts the erofs image at `file` on `folder`, read-only, through a loop device.
 * 0, or -1 with errno. */
int mount_image(const char *file, const char *folder);

/* Mounts a filesystem in RAM on /data. 0, or -1 with errno. */
int mount_ram_data(void);

/* Makes the root filesystem read-only. */
void mount_seal_root(void);

/* Flushes and unmounts /data and /site, or makes them read-only when they are in use.
 * May block as long as a disk does: for a child. 0, or -1 with errno. */
int mount_end(void);

#endif
