/* SPDX-License-Identifier: MIT */
#include "settings-schema.h"

#include "peers.h"

static const char *const serial_choices[] = { "increment", "unixtime", "dateserial", NULL };
static const char *const no_limit[] = { "no", NULL };

/* README.md explains each key in this order. */
static const struct schema_key server_keys[] = {
	{ "listen", SCHEMA_LISTEN, SCHEMA_LIST | SCHEMA_REPEAT },
	{ "allow_transfer", SCHEMA_TEXT, SCHEMA_REPEAT, .check = peers_check_transfer },
	{ "notify", SCHEMA_TEXT, SCHEMA_REPEAT, .check = peers_check_notify },
	{ "dnssec", SCHEMA_BOOL, 0 },
	{ "nsec3", SCHEMA_BOOL, 0 },
	{ "serial", SCHEMA_CHOICE, 0, .choices = serial_choices },
	{ "rate_limit", SCHEMA_INTEGER, 0, .min = 1, .max = 1000000, .choices = no_limit },
	{ "rate_limit_exempt", SCHEMA_NETWORK, SCHEMA_LIST | SCHEMA_REPEAT },
	{ "tcp_clients", SCHEMA_INTEGER, 0, .min = 1, .max = 30000 },
	{ "tcp_idle", SCHEMA_DURATION, 0, .min = 1000, .max = 3600000 },
	{ "catalog", SCHEMA_DOMAIN, 0 },
	{ 0 },
};

static const struct schema_key zone_keys[] = {
	{ "file", SCHEMA_FILE, 0, .conflicts = "from" },
	{ "from", SCHEMA_TEXT, SCHEMA_REPEAT, .check = peers_check_from,
	    .conflicts = "allow_update" },
	{ "key", SCHEMA_DOMAIN, 0 },
	{ "allow_transfer", SCHEMA_TEXT, SCHEMA_REPEAT, .check = peers_check_transfer },
	{ "notify", SCHEMA_TEXT, SCHEMA_REPEAT, .check = peers_check_notify },
	{ "allow_update", SCHEMA_TEXT, SCHEMA_REPEAT, .check = peers_check_update },
	{ "dnssec", SCHEMA_BOOL, 0 },
	{ "nsec3", SCHEMA_BOOL, 0 },
	{ "serial", SCHEMA_CHOICE, 0, .choices = serial_choices },
	{ "catalog", SCHEMA_BOOL, 0, .needs = "from" },
	{ 0 },
};

const struct schema_section dns_schema[] = {
	{ "dns", server_keys, 0, 0 },
	{ "dns.*", zone_keys, 0, SCHEMA_DOMAIN },
	{ 0 },
};
