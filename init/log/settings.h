/* SPDX-License-Identifier: MIT */
/*
 * settings - [log] of the site: where lines are sent.
 */
#ifndef WHIT_LOG_SETTINGS_H
#define WHIT_LOG_SETTINGS_H

#include "core-schema.h"

struct settings {
	bool forward; /* to the collector */
	struct core_collector collector;
};

/* A site that cannot be read wants nothing. */
void settings_read(struct settings *settings);

#endif
