/* SPDX-License-Identifier: MIT */
/* certificate - what certificate.c and self-made.c share of the X.509 library. */
#ifndef WHIT_HTTP_CERTIFICATE_H
#define WHIT_HTTP_CERTIFICATE_H

#include "http.h"

#include <mbedtls/x509_crt.h>
#include <sys/types.h>

enum { CERTIFICATE_TEXT_MAX = 256 * 1024 }; /* bytes of a PEM file: a chain, or a key */

int certificate_random(void *context, unsigned char *out, size_t size);
ssize_t certificate_read(const char *path, unsigned char *buffer, size_t size);
bool certificate_has_name(const mbedtls_x509_crt *certificate, const char *name);

#endif
