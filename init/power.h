/* SPDX-License-Identifier: MIT */
/*
 * power - the machine's power button, a key of some /dev/input/event*.
 */
#ifndef WHIT_POWER_H
#define WHIT_POWER_H

/* Calls pressed() whenever a power button is pressed. No button is no error. */
void power_open(void (*pressed)(void));

#endif
