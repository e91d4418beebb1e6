/* SPDX-License-Identifier: MIT
 *
 * What v4root.c uses of libuuid: a name for a folder of the pseudo root that is the same at each start. It is the FNV-1a hash of
 * the path, in the form of a UUID of version 8 (RFC 9562).
 */
#ifndef WHIT_UUID_H
#define WHIT_UUID_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define UUID_STR_LEN 37

typedef unsigned char uuid_t[16];

static inline int uuid_parse(const char *text, uuid_t uuid)
{
	memset(uuid, 0, sizeof(uuid_t));
	strncpy((char *)uuid, text, sizeof(uuid_t));
	return 0;
}

static inline uint64_t uuid_hash(uint64_t hash, const void *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3;
	return hash;
}

static inline void uuid_generate_sha1(uuid_t uuid, const uuid_t seed, const char *name, size_t length)
{
	uint64_t hash = uuid_hash(0xcbf29ce484222325, seed, sizeof(uuid_t));

	for (size_t i = 0; i < sizeof(uuid_t); i += sizeof(hash)) {
		hash = uuid_hash(hash, name, length);
		memcpy(uuid + i, &hash, sizeof(hash));
	}
	uuid[6] = (unsigned char)((uuid[6] & 0x0f) | 0x80);
	uuid[8] = (unsigned char)((uuid[8] & 0x3f) | 0x80);
}

static inline void uuid_unparse_upper(const uuid_t uuid, char *text)
{
	for (size_t i = 0; i < sizeof(uuid_t); i++)
		text += sprintf(text, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02X" : "%02X", uuid[i]);
}

#endif
