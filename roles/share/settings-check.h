/* SPDX-License-Identifier: MIT */
/*
 * settings-check - what the schema cannot know: whether shares, users, groups and protocols go
 * together.
 */
#ifndef WHIT_SHARE_SETTINGS_CHECK_H
#define WHIT_SHARE_SETTINGS_CHECK_H

#include "settings.h"

void settings_check(const struct settings *settings, struct problems *problems);

#endif
