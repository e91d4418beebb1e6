/* SPDX-License-Identifier: MIT */
/*
 * text-values [pure] - the one grammar of values: what a duration, an address, a path
 * looks like wherever Whit reads one (site.conf, role.conf, kernel command line). Readers are as
 * those of lib/text.h. AF_INET and AF_INET6 are the address families.
 */
#ifndef WHIT_TEXT_VALUES_H
#define WHIT_TEXT_VALUES_H

#include "text.h"

enum {
	TEXT_ADDRESS_MAX = 46, /* buffer for a printed address, with its NUL */
	TEXT_PREFIX_MAX = 50,  /* the same for address/prefix */
};

struct text_address {
	int family;        /* AF_INET or AF_INET6 */
	uint8_t bytes[16]; /* network order; IPv4 uses the first 4, the rest is 0 */
};

struct text_prefix {
	struct text_address address; /* as written: host bits are kept */
	unsigned length;             /* 0..32 or 0..128 */
};

struct text_listen {
	bool any;                    /* no address given: all addresses, both families */
	struct text_address address; /* when !any */
	uint16_t port;               /* 0 = none given: the role's own */
};

/* yes true on / no false off, in lower case. */
const char *text_bool(const char *text, bool *value);

/* A whole number and a unit: ms s m h d ("500ms", "10s", "2h"); a bare "0" is allowed.
 * In milliseconds, at most 100 years. */
const char *text_duration(const char *text, uint64_t *milliseconds);

/* A whole number of bytes, or with K M G T (powers of 1024): "512", "64K", "10M". */
const char *text_size(const char *text, uint64_t *bytes);

/* 1%..100% */
const char *text_percent(const char *text, unsigned *percent);

/* 1..65535 */
const char *text_port(const char *text, uint16_t *port);

/* Six pairs of hex digits with ':' or '-' between ("52:54:00:12:34:56"). */
const char *text_mac(const char *text, uint8_t mac[6]);

/* IPv4 in four decimal parts, or IPv6 (RFC 4291 2.2) without zone or brackets. */
const char *text_address(const char *text, struct text_address *address);

/* ADDRESS/LENGTH */
const char *text_prefix(const char *text, struct text_prefix *prefix);

/* ADDRESS/LENGTH whose host bits are zero, or ADDRESS alone (then /32 or /128):
 * what allow lists are made of. */
const char *text_network(const char *text, struct text_prefix *prefix);

/* ADDRESS, PORT, ADDRESS:PORT, [IPV6] or [IPV6]:PORT. */
const char *text_listen(const char *text, struct text_listen *listen);

/* An address with an optional port: ADDRESS, ADDRESS:PORT, [IPV6]:PORT (a server to ask). */
const char *text_server(const char *text, struct text_listen *server);

/* RFC 1123: labels of letters, digits, '-', at most 63 bytes each; 64 bytes in all
 * (Linux's limit), no dot at the end. */
const char *text_hostname(const char *text);

/* Domain name in text form: RFC 1035 limits (63 a label, 253 in all), labels of
 * letters, digits, '-', '_', '/' (RFC 2317) ; one dot at the end is allowed, as is "." alone. */
const char *text_domain(const char *text);

/* Like text_domain, of a web server: a host name, or "*." and a host name; no dot at the end. */
const char *text_host_pattern(const char *text);

/* Name of a network card: at most 15 bytes of letters, digits, '.', '_', '-'. */
const char *text_card(const char *text);

/* Relative path inside the site: no leading '/', no empty, "." or ".." parts, no
 * part that starts with a dot (but ".well-known"), no control bytes; not below secrets/ or roles/. */
const char *text_path(const char *text);

/* UTF-8 (RFC 3629) without NUL and without control bytes except tab. */
const char *text_utf8(const char *text, size_t length);

/* Is word one of the words of list? NULL list = no. */
bool text_list_has(const char *list, const char *word);

/* Prints into out and returns it. */
const char *text_format_address(const struct text_address *address, char out[TEXT_ADDRESS_MAX]);
const char *text_format_prefix(const struct text_prefix *prefix, char out[TEXT_PREFIX_MAX]);

/* The name of a NULL-ended list nearest to word, for "did you mean": NULL when none is near. */
const char *text_nearest(const char *word, const char *const *names);

#endif
