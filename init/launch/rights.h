/* SPDX-License-Identifier: MIT */
/*
 * rights - what a process may do: it can only become less (capabilities(7)).
 */
#ifndef WHIT_RIGHTS_H
#define WHIT_RIGHTS_H

#include <stdint.h>
#include <sys/types.h>

/* Drops from the bounding set all but these: no program and no file can ever give them back.
 * 0, or -1 with errno; so do the others. */
int rights_bound(uint64_t capabilities);

/* Becomes the user and the group uid, and of no other group but `further`, if that is not 0. 0 stays root. */
int rights_become(uid_t uid, gid_t further);

/* Keeps these capabilities only, through execve too (the ambient set), and sets no_new_privs. */
int rights_keep(uint64_t capabilities);

#endif
