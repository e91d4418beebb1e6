/* SPDX-License-Identifier: MIT */
/*
 * power - the machine's power button, a key of some /dev/input/event*.
 */
#ifndef WHIT_POWER_H
#define WHIT_POWER_H

/* From now on a button that is pressed ends the machine in order. No button is no error. */
void power_open(void);

#endif
