/* SPDX-License-Identifier: MIT */
/*
 * zone-merge [pure] - brings together what was changed in two places: in the zone's file
 * (old, then new) and in the zone itself by dynamic updates (old, then live).
 *
 *	merged = live, without what new lacks of old, with what new has beyond old
 *
 * counted in records (owner, type, data). So a record that either side added is
 * there, one that either side removed is not, and one that both sides changed in
 * different ways is there in both new forms. Time to live and the fields of the SOA
 * are new's where the file changed them, else live's. Nothing else can get lost; that
 * the result fits together (a CNAME beside other records) is kzonecheck's to judge.
 *
 * All texts are what `kzonecheck --print` writes: one record a line, as
 * "OWNER TTL TYPE DATA", names absolute and in full.
 */
#ifndef WHIT_DNS_ZONE_MERGE_H
#define WHIT_DNS_ZONE_MERGE_H

#include <stdbool.h>
#include <stddef.h>

/* Returns the merged text (free it) with its length, or NULL when out of memory. The
 * three texts are changed: their line ends become NUL. signed_zone: it is signed here, or was
 * until now; then DNSKEY, CDS and CDNSKEY are left to the signer, as RRSIG, NSEC, NSEC3
 * and NSEC3PARAM always are. */
char *zone_merge(char *old, char *new, char *live, bool signed_zone, size_t *length);

#endif
