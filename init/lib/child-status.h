/* SPDX-License-Identifier: MIT */
/*
 * child-status [pure] - how a process ended, in words: "exit code 3", "signal 9 (Killed)".
 */
#ifndef WHIT_CHILD_STATUS_H
#define WHIT_CHILD_STATUS_H

enum { CHILD_STATUS = 48 };

/* For a status of waitpid(2). */
const char *child_status(int status, char text[CHILD_STATUS]);

#endif
