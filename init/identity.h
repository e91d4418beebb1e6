/* SPDX-License-Identifier: MIT */
/*
 * identity - who this machine is, decided by the child program of that name (identity/), which
 * everything else waits for.
 */
#ifndef WHIT_IDENTITY_H
#define WHIT_IDENTITY_H

#include <stdbool.h>

/* Starts it; decided() is called when it is through, or has taken too long. */
void identity_start(bool machine, void (*decided)(void));

#endif
