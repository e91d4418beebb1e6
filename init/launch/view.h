/* SPDX-License-Identifier: MIT */
/*
 * view - the files a service sees: a mount namespace of its own (mount_namespaces(7)).
 *
 *	/              the machine's, read-only; no program there runs
 *	its program    the one file that may be executed, and what `execute =` names and is there
 *	/site /run/net read-only
 *	/data/ROLE /run/ROLE and what `writable =` names: as they are
 *	/dev           null, zero, full, random, urandom
 *	/proc          only processes that it may trace: its own (proc(5): hidepid, subset)
 *	/tmp           its own, in memory, gone with it
 *
 * What is not named is not there: no /sys, no control socket, no other role's data. The view
 * is built below /run/whit/root, becomes the root by pivot_root(2), and the machine's own
 * root is unmounted from it: there is no way back, whatever the service becomes.
 */
#ifndef WHIT_VIEW_H
#define WHIT_VIEW_H

#include <stdbool.h>

struct view {
	const char *role;     /* its /run/ROLE is writable, and */
	bool data;            /* its /data/ROLE */
	const char *program;  /* may be executed; NULL = every program may */
	const char *socket;   /* to be spoken to, NULL = none: $NOTIFY_SOCKET */
	const char *writable; /* paths, separated by blanks; "" = none */
	const char *readable;
	const char *execute;
	bool see_processes; /* of others */
	bool network;       /* the machine's; else one of its own, with nothing in it */
	bool must;          /* an error where it cannot be had */
};

/* Moves the caller, which must be root, into such a view; it does nothing where namespaces cannot be
 * had, in a container, and says so on standard error, unless it must. 0, or -1 with errno and, for
 * messages, what view_failed() gives. */
int view_enter(const struct view *view);

/* The path that the last view_enter() failed at; good until the next. */
const char *view_failed(void);

#endif
