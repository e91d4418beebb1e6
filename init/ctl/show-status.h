/* SPDX-License-Identifier: MIT */
/*
 * show-status - `whit status`: the facts that init answers (init/status.h), and what files of the
 * machine say besides, as text for people or JSON for programs.
 */
#ifndef WHIT_SHOW_STATUS_H
#define WHIT_SHOW_STATUS_H

#include <stdbool.h>

/* Prints them; facts is init's whole answer. */
void status_show(const char *facts, bool json);

#endif
