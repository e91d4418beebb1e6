/* SPDX-License-Identifier: MIT */
/*
 * tsig-key [pure] - reads a TSIG key (RFC 8945) as tsig-keygen(8) and BIND write it:
 *
 *	key "transfer.example.net" {
 *		algorithm hmac-sha256;
 *		secret "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0";
 *	};
 *
 * Strict on purpose: one key a file, the two statements once each, nothing else. What
 * passes needs no quoting in knot.conf.
 */
#ifndef WHIT_DNS_TSIG_KEY_H
#define WHIT_DNS_TSIG_KEY_H

#include <stddef.h>

enum {
	TSIG_NAME_MAX = 256, /* buffers, with the NUL */
	TSIG_ALGORITHM_MAX = 16,
	TSIG_SECRET_MAX = 700, /* in base64 */
	TSIG_SECRET_BYTES_MIN = 16,
	TSIG_SECRET_BYTES_MAX = 512,
	TSIG_FILE_MAX = 4096,
};

struct tsig_key {
	char name[TSIG_NAME_MAX]; /* lower case, no dot at the end */
	char algorithm[TSIG_ALGORITHM_MAX];
	char secret[TSIG_SECRET_MAX];
};

/* Returns NULL, or why the text is no key, with the line (from 1) in *line. The
 * reason never shows any byte of the text: it may be a secret. */
const char *tsig_key_parse(const char *text, size_t length, struct tsig_key *key, unsigned *line);

/* The form in which names are compared: lower case, no dot at the end. name holds at
 * most TSIG_NAME_MAX - 1 bytes. */
void tsig_key_name(const char *name, char out[TSIG_NAME_MAX]);

#endif
