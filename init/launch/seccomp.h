/* SPDX-License-Identifier: MIT */
/*
 * seccomp - the system calls a service, or what prepares a role, may make, seccomp(2): a list that was compiled to
 * a filter when the image was built (init/seccomp/). Whoever makes another call is killed.
 */
#ifndef WHIT_SECCOMP_H
#define WHIT_SECCOMP_H

/* Puts the caller, which must have set no_new_privs, under the filter in file. It holds for ever,
 * through execve too. 0, or -1 with errno. */
int seccomp_load(const char *file);

#endif
