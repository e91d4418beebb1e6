/* SPDX-License-Identifier: MIT */
/*
 * text [pure] - the one grammar of values: what a duration, an address, a path
 * looks like wherever Whit reads one (site.conf, role.conf, kernel command line).
 *
 * Every reader takes the whole string: leading or trailing blanks are an error.
 * It returns NULL when the text is good, else the reason in words ("is not a
 * port: a number from 1 to 65535"), a constant string that fits behind `KEY: `.
 * On an error the result is not touched. Results may be NULL when only the
 * check is wanted. AF_INET and AF_INET6 are the address families.
 */
#ifndef WHIT_TEXT_H
#define WHIT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	TEXT_WORD_MAX = 1024,  /* buffer for any word of a list, with its NUL */
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

/* Decimal, optional '-', no '+', no leading zeros; min <= value <= max. */
const char *text_integer(const char *text, int64_t min, int64_t max, int64_t *value);

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

/* A name of ours (role, service, key of a table): a lower-case letter, then lower-case
 * letters, digits and '-', at most 32 bytes. */
const char *text_name(const char *text);

/* Name of a network card: at most 15 bytes of letters, digits, '.', '_', '-'. */
const char *text_card(const char *text);

/* Relative path inside the site: no leading '/', no empty, "." or ".." parts, no
 * part that starts with a dot (but ".well-known"), no control bytes; not below secrets/ or roles/. */
const char *text_path(const char *text);

/* Name of a file in secrets/ROLE/: one part of letters, digits, '.', '_', '+', '-'; no
 * leading dot, at most 255 bytes. */
const char *text_secret(const char *text);

/* Bytes of the UTF-8 sequence that text begins with (RFC 3629, 4), 0 when it is none. length > 0. */
size_t text_utf8_sequence(const char *text, size_t length);

/* Does text begin with a control character: C0 (tab included), DEL, or C1 in UTF-8? */
bool text_is_control(const char *text);

/* For a terminal: what is no UTF-8 becomes `?` byte by byte, and so do control characters but a
 * tab, which becomes a blank. */
void text_make_printable(char *text);

/* UTF-8 (RFC 3629) without NUL and without control bytes except tab. */
const char *text_utf8(const char *text, size_t length);

/*
 * The words of a blank-separated list, one a call:
 *
 *	char word[TEXT_WORD_MAX];
 *	const char *rest = list;
 *	while (text_next_word(&rest, word, sizeof(word)) == 1) ...
 *
 * 1 = word is filled, 0 = no more, -1 = a word does not fit size (rest stands behind it).
 */
int text_next_word(const char **rest, char *word, size_t size);

/* Is word one of the words of list? NULL list = no. */
bool text_list_has(const char *list, const char *word);

/* Prints into out and returns it. */
const char *text_format_address(const struct text_address *address, char out[TEXT_ADDRESS_MAX]);
const char *text_format_prefix(const struct text_prefix *prefix, char out[TEXT_PREFIX_MAX]);

/* The name of a NULL-ended list nearest to word, for "did you mean": NULL when none is near. */
const char *text_nearest(const char *word, const char *const *names);

#endif
