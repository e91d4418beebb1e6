/* SPDX-License-Identifier: MIT */
/*
 * under-seccomp FILTER PROGRAM [ARGUMENTS...] - runs a program under a role's list of system calls as the
 * machine does, for the tests that run a role's daemon on the build host.
 */
#include "seccomp.h"

#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	if (argc < 3) {
		fputs("usage: under-seccomp FILTER PROGRAM [ARGUMENTS...]\n", stderr);
		return 2;
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && seccomp_load(argv[1]) == 0)
		execv(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
