/* SPDX-License-Identifier: MIT */
/*
 * dnssec-keys - brings the signing keys that a site gives (secrets/dns/KZONE.+...) into
 * Knot's key store on /data. A zone with given keys is signed with these and no others.
 */
#ifndef WHIT_DNS_DNSSEC_KEYS_H
#define WHIT_DNS_DNSSEC_KEYS_H

#include "settings.h"

/* Returns 0, or -1 when a key could not be taken, which is in problems then. */
int dnssec_keys_take(const struct settings *settings, struct problems *problems);

#endif
