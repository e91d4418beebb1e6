/* SPDX-License-Identifier: MIT */
/*
 * names - what lists of system calls may say: constants, and which calls need a reason.
 */
#ifndef WHIT_SECCOMP_NAMES_H
#define WHIT_SECCOMP_NAMES_H

#include <stdbool.h>
#include <stdint.h>

/* The value of a number or a constant, or of several joined by `|`. False = unknown. */
bool names_value(const char *text, uint64_t *value);

/* May this call do harm beyond the process that makes it, or give it more rights? */
bool names_dangerous(const char *call);

#endif
