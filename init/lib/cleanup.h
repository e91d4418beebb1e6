/* SPDX-License-Identifier: MIT */
/*
 * cleanup - locals that clean up after themselves: ownership is visible where a variable
 * is declared.
 *
 *	autoclose int fd = open(...);    closed at the end of its block, errno kept
 *	return steal_fd(&fd);            unless given away
 */
#ifndef WHIT_CLEANUP_H
#define WHIT_CLEANUP_H

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static inline void cleanup_close(const int *fd)
{
	int saved = errno;

	if (*fd >= 0)
		close(*fd);
	errno = saved;
}

static inline void cleanup_free(void *pointer)
{
	free(*(void **)pointer);
}

static inline int steal_fd(int *fd)
{
	int stolen = *fd;

	*fd = -1;
	return stolen;
}

#define autoclose __attribute__((cleanup(cleanup_close)))
#define autofree __attribute__((cleanup(cleanup_free)))

#endif
