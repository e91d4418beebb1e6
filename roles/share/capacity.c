/* SPDX-License-Identifier: MIT */
#include "capacity.h"

#include <stdbool.h>

#define MIB (UINT64_C(1) << 20)

enum {
	THREADS_EACH = 8,  /* nfsd, a processor: they wait for disks more than they work */
	THREADS_LEAST = 8, /* so that one slow client does not stop all */
	THREADS_MOST = 256,
	CONNECTIONS_LEAST = 32,
	CONNECTIONS_MOST = 16384,
	SESSIONS_EACH = 2, /* a connection: Windows has one for the user and one for itself */
	TRANSFER_SMALL = 1 << 20,
	TRANSFER_LARGE = 4 << 20,
	CREDITS_SMALL = 512,
	CREDITS_LARGE = 8192,
};

static unsigned within(uint64_t value, unsigned least, unsigned most)
{
	if (value < least)
		return least;
	return value > most ? most : (unsigned)value;
}

struct capacity capacity_of(uint64_t memory, unsigned processors)
{
	const bool is_large = memory >= 1024 * MIB;
	struct capacity capacity;

	/* a thread of nfsd keeps buffers of more than a megabyte: an eighth of the memory */
	capacity.nfs_threads = within((uint64_t)processors * THREADS_EACH, THREADS_LEAST,
	    within(memory / (8 * MIB), THREADS_LEAST, THREADS_MOST));
	/* a connection that is idle costs little, a busy one the buffers of its requests */
	capacity.smb_connections = within(memory / MIB, CONNECTIONS_LEAST, CONNECTIONS_MOST);
	capacity.smb_sessions = capacity.smb_connections * SESSIONS_EACH;
	capacity.smb_transfer = is_large ? TRANSFER_LARGE : TRANSFER_SMALL;
	capacity.smb_credits = is_large ? CREDITS_LARGE : CREDITS_SMALL;
	return capacity;
}
