/* SPDX-License-Identifier: MIT */
/*
 * secrets - the files in secrets/dns: TSIG keys (NAME.key, tsig-key.h) and the DNSSEC
 * keys a site brings along, in the two files each that dnssec-keygen(8) makes
 * (KZONE.+ALGORITHM+TAG.key and .private).
 */
#ifndef WHIT_DNS_SECRETS_H
#define WHIT_DNS_SECRETS_H

#include "settings.h"

/* Reads all TSIG keys and reports those that are bad and those that the site names but
 * does not have. On the build host a site without its secrets is judged all the same:
 * each missing key is then stood in for by one that opens nothing. Returns 0, or -1
 * when out of memory. */
int secrets_load(struct settings *settings, struct problems *problems);

/* Are there private DNSSEC keys for this zone? */
bool secrets_sign(const char *secrets, const char *zone);

/* Calls each for the path, without its .key or .private, of every DNSSEC key of the
 * zone. Returns 0, or the first result that is not. */
int secrets_each_signer(const char *secrets, const char *zone,
    int (*each)(const char *path, void *context), void *context);

#endif
