/* SPDX-License-Identifier: MIT */
/*
 * status - how the machine is, as text for people or JSON for programs (`whit status`).
 */
#ifndef WHIT_STATUS_H
#define WHIT_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads what the image says of itself, /etc/whit/build, and warns of one made for debugging. */
void status_open(void);

/* One line of it: "whit 0.1.0 (vm)". */
const char *status_version(void);

/* When the image was made, in seconds since 1970; 0 = it does not say. */
int64_t status_made(void);

/* Writes the status into text, cut at size; returns its length. */
size_t status_write(char *text, size_t size, bool json);

#endif
