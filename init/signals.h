/* SPDX-License-Identifier: MIT */
/*
 * signals - what other processes and the kernel tell PID 1 by signal.
 *
 *	SIGCHLD     somebody died: reaped
 *	SIGTERM     power off (a container is stopped so)
 *	SIGRTMIN+3  the same, as some container managers ask
 *	SIGINT      reboot (the kernel's ctrl-alt-del)
 *
 * All others are blocked: nothing interrupts init, and it needs no handlers.
 */
#ifndef WHIT_SIGNALS_H
#define WHIT_SIGNALS_H

/* 0, or -1 with errno. */
int signals_open(void);

#endif
