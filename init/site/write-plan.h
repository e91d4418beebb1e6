/* SPDX-License-Identifier: MIT */
/*
 * write-plan [pure] - the plan of an image as the text that plan.h describes.
 */
#ifndef WHIT_WRITE_PLAN_H
#define WHIT_WRITE_PLAN_H

#include "../plan.h"

/* Adds the text of a role to `used` bytes of text, which begin with the plan's first line. Returns
 * the new length, which is size or more when it does not fit. */
size_t write_plan(const struct role_plan *role, char *text, size_t used, size_t size);

#endif
