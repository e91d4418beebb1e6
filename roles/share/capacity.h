/* SPDX-License-Identifier: MIT */
/*
 * capacity [pure] - how much the servers take, by the machine they are on.
 */
#ifndef WHIT_SHARE_CAPACITY_H
#define WHIT_SHARE_CAPACITY_H

#include <stdint.h>

struct capacity {
	unsigned nfs_threads;
	unsigned smb_connections; /* of all clients together */
	unsigned smb_sessions;
	unsigned smb_transfer; /* bytes of one read or write */
	unsigned smb_credits;  /* requests on their way at once, of one connection */
};

/* For so many bytes of memory and processors. A small machine with many clients stays up; a large one
 * is not held back. */
struct capacity capacity_of(uint64_t memory, unsigned processors);

#endif
