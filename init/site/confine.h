/* SPDX-License-Identifier: MIT */
/*
 * confine - what a program that judges a site may do here. A site may be a stranger's, and a
 * daemon's own checker does what it says: `nginx -t` opens its logs, makes folders and gives them
 * away.
 */
#ifndef WHIT_SITE_CONFINE_H
#define WHIT_SITE_CONFINE_H

/* For this process and its children, for ever: no new rights; of root's only that to read; writing only
 * below folder, below /tmp (knotc has a database there) and to /dev/null. -1 with errno when that cannot
 * be had, as on a kernel without Landlock (ENOSYS, EOPNOTSUPP); some of it may hold then. */
int confine(const char *folder);

#endif
