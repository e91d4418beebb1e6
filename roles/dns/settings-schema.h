/* SPDX-License-Identifier: MIT */
/*
 * settings-schema [pure] - the keys of [dns] and [dns.ZONE].
 */
#ifndef WHIT_DNS_SETTINGS_SCHEMA_H
#define WHIT_DNS_SETTINGS_SCHEMA_H

#include "schema.h"

extern const struct schema_section dns_schema[];

#endif
