/* SPDX-License-Identifier: MIT */
/*
 * landlock - a second lock on what the view (view.h) shows, which holds where there can be no
 * view too, in a container: Documentation/userspace-api/landlock.rst of the kernel.
 *
 * Everything may be read, what is named may be written, the program alone executed. Nothing
 * can be mounted any more, no process outside traced or signalled, no abstract socket
 * of another reached.
 */
#ifndef WHIT_LANDLOCK_H
#define WHIT_LANDLOCK_H

struct view;

/* 0 when it holds or the kernel has none, -1 with errno when it failed. Needs no_new_privs, or root. */
int landlock_restrict(const struct view *view);

/* The version the kernel has; 0 = none. */
int landlock_version(void);

#endif
