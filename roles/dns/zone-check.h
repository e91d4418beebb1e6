/* SPDX-License-Identifier: MIT */
/*
 * zone-check - asks kzonecheck what it thinks of a zone's file, and says it in terms of
 * the site: dns/zones/NAME.zone:LINE: why.
 */
#ifndef WHIT_DNS_ZONE_CHECK_H
#define WHIT_DNS_ZONE_CHECK_H

#include "settings.h"

/* Judges the zone from the file at path, known to the user as shown. Returns 0 when the
 * check could be made, whatever its result, else -1 with errno. */
int zone_check(const struct folders *folders, const char *zone, const char *path, const char *shown,
    struct problems *problems);

#endif
