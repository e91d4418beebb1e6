/* SPDX-License-Identifier: MIT */
/* bundle - is the site of a layout that this image knows? scripts/bundle writes it down. */
#ifndef WHIT_BUNDLE_H
#define WHIT_BUNDLE_H

#include "problem.h"

#include <stdbool.h>

/* Of the layout of a bundle, not of site.conf: it changes when an older image would read a bundle wrongly. */
#define BUNDLE_SCHEMA "1"

/* Reads the bundle.conf of the bundle at folder; one without is of layout 1. When it is of another
 * layout that is a problem, an empty folder is laid over it, so that nobody takes it for what it is
 * not, and the answer is false. */
bool bundle_is_known(const char *folder, struct problems *problems);

#endif
