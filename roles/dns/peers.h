/* SPDX-License-Identifier: MIT */
/*
 * peers [pure] - one line that names other name servers:
 *
 *	ADDRESS... [key NAME]
 *
 * In from and notify an ADDRESS may have a port (192.0.2.1:5353, [2001:db8::1]:5353).
 * In the allow lists it may be a network (192.0.2.0/24), may be missing when a key
 * is named, and the line is one rule: a request passes when its address is among
 * the addresses, if there are any, and it is signed with the key, if there is one.
 */
#ifndef WHIT_DNS_PEERS_H
#define WHIT_DNS_PEERS_H

#include "text-values.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PEERS_MAX = 64, /* addresses on a line */
	PEERS_KEY_MAX = 256,
};

struct peers {
	size_t count;
	struct text_prefix networks[PEERS_MAX]; /* a server: its address, /32 or /128 */
	uint16_t ports[PEERS_MAX];              /* 0 = none given; always 0 in allow lists */
	char key[PEERS_KEY_MAX];                /* normal form of tsig-key.h; "" = none */
};

/* Values of from and notify: at least one address. Reason or NULL, as in text.h;
 * peers may be NULL. `none` is no line of servers: see peers_none(). */
const char *peers_read_servers(const char *text, struct peers *peers);

/* Values of allow_transfer. */
const char *peers_read_rule(const char *text, struct peers *peers);

/* The word by which a zone takes nothing over from [dns]. */
bool peers_none(const char *text);

/* The same as checks of a schema key; all but from accept `none`. */
const char *peers_check_from(const char *text);
const char *peers_check_notify(const char *text);
const char *peers_check_transfer(const char *text);
/* Updates are only taken signed: an address is easily forged over UDP. */
const char *peers_check_update(const char *text);

#endif
