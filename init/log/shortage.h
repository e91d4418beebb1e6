/* SPDX-License-Identifier: MIT */
/*
 * shortage - says what runs short of memory and /data before it is gone, in PID 1's name, who has no time
 * for it.
 *
 * Looked at every ten seconds (room.h). A line is said when less than a tenth is left, another below a
 * thirtieth, and one when there is room again.
 *
 * Programs that wait for memory, 150 ms of a second, are told by the kernel (PSI,
 * Documentation/accounting/psi.rst) when it happens: said at once, at most once a minute, with what is
 * left. Much of that means that one service is at a limit of its own.
 *
 * In a container memory is the host's, which looks after it: then PID 1 hands over neither descriptor.
 */
#ifndef WHIT_LOG_SHORTAGE_H
#define WHIT_LOG_SHORTAGE_H

/* Begins to look. */
void shortage_open(void);

/* Looks at memory too, by an open /proc/meminfo, which is ours now. */
void shortage_memory(int meminfo);

/* Listens to the kernel, by an open /proc/pressure/memory, which is ours now. */
void shortage_pressure(int fd);

#endif
