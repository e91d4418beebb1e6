/* SPDX-License-Identifier: MIT */
/*
 * listening - does somebody wait at a port? Nobody is connected to: it is read in /proc/PID/net/tcp, tcp6, udp and udp6
 * (proc(5)), which show the network that the process PID is in.
 */
#ifndef WHIT_LISTENING_H
#define WHIT_LISTENING_H

#include <stdbool.h>
#include <sys/types.h>

/* The state of a socket that waits, as the kernel's net/tcp_states.h has it. */
enum listening {
	LISTENING_TCP = 10, /* TCP_LISTEN */
	LISTENING_UDP = 7,  /* TCP_CLOSE: it has no peer */
};

/* Is one of the lines of such a file, in text, a socket of the user `uid` that waits at the port? A pure function. */
bool listening_in(const char *text, enum listening kind, unsigned port, uid_t uid);

/* The same, in the network of the process. */
bool listening(pid_t pid, enum listening kind, unsigned port, uid_t uid);

#endif
