/* SPDX-License-Identifier: MIT */
/*
 * zone-text [pure] - as much of the zone file format (RFC 1035 section 5) as it takes
 * to say in which line of a file the records of a name stand. kzonecheck names a line
 * for what it cannot parse, but only a name for what does not fit together.
 */
#ifndef WHIT_DNS_ZONE_TEXT_H
#define WHIT_DNS_ZONE_TEXT_H

#include <stddef.h>

/* The line (from 1) of the first record of owner ("www.example.net.", compared
 * without regard to case) in the text of a zone called origin ("example.net", the dot
 * at the end may be missing). With type ("CNAME"), the first of that type if there is
 * one, else the first of any. 0 when owner has no record in the text (it may stand in
 * an included file). */
unsigned zone_text_line(const char *text, size_t length, const char *origin, const char *owner,
    const char *type);

/* The line of the first $INCLUDE of a file that is not among what goes with the site, seen from
 * dns/zones: an absolute path, one that leads out, into secrets/ or roles/, or to what a bundle leaves
 * out (docs/site.md); 0 when there is none. What is included is not looked at. */
unsigned zone_text_stray_include(const char *text, size_t length);

/* What kzonecheck says of a zone, one line of its output, taken apart. */
struct zone_complaint {
	enum {
		ZONE_NOISE,    /* nothing to tell: summaries, what was said before */
		ZONE_BAD_LINE, /* line, why: does not parse */
		ZONE_BAD_NAME, /* owner, why: parses, but does not fit together */
		ZONE_OUTSIDE,  /* owner: not in this zone, ignored */
		ZONE_FAILED,   /* why: anything else that went wrong */
	} kind;
	unsigned line;
	char file[512]; /* as kzonecheck was told, or of an included file */
	char owner[1100];
	char why[256];
};

void zone_complaint_read(const char *text, struct zone_complaint *complaint);

/* The record type to point at for a complaint's reason, or NULL. */
const char *zone_complaint_type(const char *why);

#endif
