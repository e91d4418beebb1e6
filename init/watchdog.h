/* SPDX-License-Identifier: MIT */
/*
 * watchdog - the machine starts again when the loop stops turning.
 *
 * Every watchdog of the machine is fed by a timer of the loop, and by nothing else: a role
 * that is ill is the business of its supervisor, and never a reason to reboot a machine
 * that serves others. softdog, the kernel's own, is one of them; it stands in where there
 * is no hardware, and sees init hang where hardware would too. It is never stopped: what
 * hangs in reboot(2) is ended by it as well.
 */
#ifndef WHIT_WATCHDOG_H
#define WHIT_WATCHDOG_H

/* Opens what watchdogs there are and begins to feed them. None is no error. */
void watchdog_open(void);

/* "i6300ESB timer, Software Watchdog", or "none". */
const char *watchdog_names(void);

#endif
