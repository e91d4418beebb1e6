/* SPDX-License-Identifier: MIT */
/*
 * secure-boot - did the firmware start only what it could verify?
 */
#ifndef WHIT_SECURE_BOOT_H
#define WHIT_SECURE_BOOT_H

#include <stdbool.h>

/* By what the firmware's own variables told the kernel when it started; one that could not be told, or cannot be
 * asked now, counts as on. */
bool secure_boot_is_on(void);

#endif
