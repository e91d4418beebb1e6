/* SPDX-License-Identifier: MIT */
/*
 * plan-file - the plan of the image, from its place in it.
 */
#ifndef WHIT_PLAN_FILE_H
#define WHIT_PLAN_FILE_H

#include "../plan.h"

enum { PLAN_WHY = 160 }; /* bytes of a message */

/* Reads PLAN_PLACE. 0, or -1 and why, with the place in the file; the plan is then not to be used. */
int plan_file_read(struct plan *plan, char why[PLAN_WHY]);

#endif
