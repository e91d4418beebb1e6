/* SPDX-License-Identifier: MIT */
/*
 * filesystem - the ext4 filesystem that is /data: looked over, mounted, and made to fit.
 */
#ifndef WHIT_FILESYSTEM_H
#define WHIT_FILESYSTEM_H

/* Looks it over (e2fsck, a child), mounts it on /data, gives it the whole partition and, when it is an image's, a UUID of its own. What
 * happens is said; how far the check is, to the descriptor `progress` (watch.h). 0, or -1: it is not mounted. */
int filesystem_use(const char *device, int progress);

#endif
