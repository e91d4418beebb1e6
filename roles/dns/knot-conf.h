/* SPDX-License-Identifier: MIT */
/*
 * knot-conf - the settings as knot.conf (Knot DNS 3.4).
 */
#ifndef WHIT_DNS_KNOT_CONF_H
#define WHIT_DNS_KNOT_CONF_H

#include "settings.h"

#include <stdio.h>

/* The server's configuration. It includes keys, a file that knot_conf_keys() wrote.
 * Returns 0, or -1 with errno. */
int knot_conf_write(FILE *out, const struct settings *settings, const char *keys);

/* The TSIG keys: secret, so in a file of their own. */
int knot_conf_keys(FILE *out, const struct settings *settings);

/* A server for one zone that nobody can ask, to bring its journal up to date (seed.h):
 * it only opens the control socket. With file, the zone becomes what is in it; without,
 * it is what the journal has. */
int knot_conf_offline(FILE *out, const struct settings *settings, const struct zone *zone,
    const char *file, const char *control);

/* text as a quoted string of knot.conf. */
void knot_conf_string(FILE *out, const char *text);

#endif
