/* SPDX-License-Identifier: MIT */
/*
 * native - a knot.conf of the site's own, dns/knot.conf, and knotc's judgement of it.
 */
#ifndef WHIT_DNS_NATIVE_H
#define WHIT_DNS_NATIVE_H

#include "settings.h"

#include <stdio.h>

/* Copies dns/knot.conf. On the build host the folders of the machine (/site, /data/dns,
 * /run/dns and /run/dns/secrets) become those of the check. Returns 0, or -1. */
int native_copy(FILE *out, const struct folders *folders);

/* Asks knotc whether the configuration at path is good. Its complaints are reported as
 * of shown, with their line. Returns 0 when it could be asked, else -1 with errno. */
int native_check(const struct folders *folders, const char *path, const char *shown,
    struct problems *problems);

#endif
