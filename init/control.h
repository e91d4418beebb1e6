/* SPDX-License-Identifier: MIT */
/*
 * control - the control socket, /run/whit/control.sock: what `whit` talks to (lib/proto.h).
 *
 * A request is one packet and brings the descriptor for its answer, one packet too, sent at once or not at
 * all: nobody is ever connected, and a client that stalls costs nothing.
 */
#ifndef WHIT_CONTROL_H
#define WHIT_CONTROL_H

/* 0, or -1 with errno: then nobody can ask, and all else works. */
int control_open(void);

#endif
