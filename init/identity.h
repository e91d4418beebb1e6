/* SPDX-License-Identifier: MIT */
/*
 * identity - who this machine is, decided by the child program of that name (identity/), which
 * everything else waits for.
 */
#ifndef WHIT_IDENTITY_H
#define WHIT_IDENTITY_H

#include <stdbool.h>

/* Starts it; decided() is called once: when it is through, cannot be started, or is not done after
 * 75 s (whit.seed-wait= may ask for 60 of them). */
void identity_start(bool machine, void (*decided)(void));

#endif
