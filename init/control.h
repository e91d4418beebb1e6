/* SPDX-License-Identifier: MIT */
/*
 * control - the control socket, /run/whit/control.sock: what `whit` talks to (lib/proto.h).
 *
 * A client has 5 s to ask, and fewer when others want its place. Its answer is one
 * packet that is sent at once or not at all, so a client that stalls costs nothing.
 */
#ifndef WHIT_CONTROL_H
#define WHIT_CONTROL_H

/* 0, or -1 with errno: then nobody can ask, and all else works. */
int control_open(void);

#endif
