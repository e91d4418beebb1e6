/* SPDX-License-Identifier: MIT */
/*
 * settings-schema [pure] - the keys of [share] and [share.NAME].
 */
#ifndef WHIT_SHARE_SETTINGS_SCHEMA_H
#define WHIT_SHARE_SETTINGS_SCHEMA_H

#include "schema.h"

extern const struct schema_section share_schema[];

#endif
