/* SPDX-License-Identifier: MIT */
/*
 * json - what every `--json` of whit prints.
 */
#ifndef WHIT_JSON_H
#define WHIT_JSON_H

#include <stddef.h>

/* Prints a JSON string, RFC 8259 section 7. The bytes may be anybody's: what is no UTF-8, and each
 * control character but a tab, becomes '?', so that no terminal is told anything by them. */
void json_string(const char *text, size_t length);

#endif
