/* SPDX-License-Identifier: MIT */
#include "zone-text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NAME_MAX_TEXT = 1100, ENTRY_WORDS = 5 }; /* OWNER TTL CLASS TYPE, or $ORIGIN NAME */

struct scanner {
	const char *at;
	const char *end;
	unsigned line;       /* of *at */
	unsigned entry_line; /* of the entry read last */
	bool continues;      /* entry starts with a blank: the owner before */
	size_t words;
	char word[ENTRY_WORDS][NAME_MAX_TEXT];
};

/* One word, cut at NAME_MAX_TEXT; escapes stay as they are. */
static void scan_word(struct scanner *scanner, char *out)
{
	size_t length = 0;
	bool quoted = false;

	for (; scanner->at < scanner->end; scanner->at++) {
		char byte = *scanner->at;
		if (byte == '\n' || (!quoted && strchr(" \t\r;()", byte)))
			break;
		if (byte == '"')
			quoted = !quoted;
		if (byte == '\\' && scanner->at + 1 < scanner->end && scanner->at[1] != '\n') {
			if (length + 1 < NAME_MAX_TEXT)
				out[length++] = byte;
			byte = *++scanner->at;
		}
		if (length + 1 < NAME_MAX_TEXT)
			out[length++] = byte;
	}
	out[length] = '\0';
}

/* Reads one entry, over all lines its parentheses span. False at the end. */
static bool scan_entry(struct scanner *scanner)
{
	unsigned depth = 0;
	char ignored[NAME_MAX_TEXT];

	scanner->words = 0;
	scanner->entry_line = scanner->line;
	if (scanner->at == scanner->end)
		return false;
	scanner->continues = *scanner->at == ' ' || *scanner->at == '\t';
	while (scanner->at < scanner->end) {
		char byte = *scanner->at;
		if (byte == '\n') {
			scanner->at++;
			scanner->line++;
			if (depth == 0)
				break;
		} else if (byte == ';') {
			while (scanner->at < scanner->end && *scanner->at != '\n')
				scanner->at++;
		} else if (byte == '\0' || strchr(" \t\r()", byte)) {
			depth += byte == '(';
			depth -= byte == ')' && depth > 0;
			scanner->at++;
		} else if (scanner->words < ENTRY_WORDS) {
			scan_word(scanner, scanner->word[scanner->words++]);
		} else {
			scan_word(scanner, ignored);
		}
	}
	return true;
}

/* name as an absolute name with a dot at its end. */
static void absolute(const char *name, const char *origin, char out[NAME_MAX_TEXT])
{
	size_t length = strlen(name);
	const char *dot = strcmp(origin, ".") == 0 ? "" : ".";

	if (strcmp(name, "@") == 0)
		snprintf(out, NAME_MAX_TEXT, "%s", origin);
	else if (length > 0 && name[length - 1] == '.')
		snprintf(out, NAME_MAX_TEXT, "%s", name);
	else
		snprintf(out, NAME_MAX_TEXT, "%.500s%s%.500s", name, dot, origin);
	length = strlen(out);
	if (length > 0 && length + 1 < NAME_MAX_TEXT && out[length - 1] != '.')
		memcpy(out + length, ".", 2);
}

/* The type stands behind time to live and class, in either order, each of which may be missing. */
static bool has_type(const struct scanner *scanner, const char *type)
{
	for (size_t i = scanner->continues ? 0 : 1; i < scanner->words; i++) {
		const char *word = scanner->word[i];

		if (!isdigit((unsigned char)word[0]) && strcasecmp(word, "IN") != 0)
			return strcasecmp(word, type) == 0;
	}
	return false;
}

unsigned zone_text_line(const char *text, size_t length, const char *origin, const char *owner,
    const char *type)
{
	struct scanner scanner = { .at = text, .end = text + length, .line = 1 };
	char here[NAME_MAX_TEXT], current[NAME_MAX_TEXT] = "", wanted[NAME_MAX_TEXT];
	char next[NAME_MAX_TEXT];
	unsigned first = 0;

	absolute(origin, ".", here);
	absolute(owner, ".", wanted);
	while (scan_entry(&scanner)) {
		if (scanner.words == 0)
			continue;
		if (!scanner.continues && strcasecmp(scanner.word[0], "$ORIGIN") == 0) {
			absolute(scanner.words > 1 ? scanner.word[1] : "@", here, next);
			memcpy(here, next, sizeof(here));
			continue;
		}
		if (!scanner.continues && scanner.word[0][0] == '$')
			continue;
		if (!scanner.continues)
			absolute(scanner.word[0], here, current);
		if (strcasecmp(current, wanted) != 0)
			continue;
		if (!type || has_type(&scanner, type))
			return scanner.entry_line;
		if (first == 0)
			first = scanner.entry_line;
	}
	return first;
}

/* Does this path, seen from dns/zones, name what goes with the site? */
static bool is_content(const char *path)
{
	unsigned depth = 2; /* folders of the site that we are in */

	if (*path == '/')
		return false;
	while (*path != '\0') {
		size_t length = strcspn(path, "/");

		if (length == 2 && strncmp(path, "..", 2) == 0) {
			if (depth-- == 0)
				return false;
		} else if (length > 1 || (length == 1 && *path != '.')) {
			if (*path == '.' || path[length - 1] == '~')
				return false;
			if (depth == 0 &&
			    ((length == 7 && strncmp(path, "secrets", 7) == 0) ||
			        (length == 5 && strncmp(path, "roles", 5) == 0)))
				return false;
			depth++;
		}
		path += length;
		path += *path == '/';
	}
	return true;
}

unsigned zone_text_stray_include(const char *text, size_t length)
{
	struct scanner scanner = { .at = text, .end = text + length, .line = 1 };

	while (scan_entry(&scanner)) {
		char *path = scanner.word[1];
		size_t size;

		if (scanner.continues || scanner.words < 2 ||
		    strcasecmp(scanner.word[0], "$INCLUDE") != 0)
			continue;
		size = strlen(path);
		if (size > 1 && path[0] == '"' && path[size - 1] == '"') {
			path[size - 1] = '\0';
			path++;
		}
		if (!is_content(path))
			return scanner.entry_line;
	}
	return 0;
}

/* Copies what stands between the first `before` in text and the next `after`. */
static bool between(const char *text, const char *before, const char *after, char *out, size_t size)
{
	const char *start = strstr(text, before), *end;

	if (!start)
		return false;
	start += strlen(before);
	end = *after ? strstr(start, after) : start + strlen(start);
	if (!end)
		return false;
	snprintf(out, size, "%.*s", (int)(end - start < 4096 ? end - start : 4096), start);
	return true;
}

void zone_complaint_read(const char *text, struct zone_complaint *complaint)
{
	char number[16];
	const char *rest;

	memset(complaint, 0, sizeof(*complaint));
	complaint->kind = ZONE_NOISE;
	if (text[0] == '[' &&
	    between(text, "[", "] ", complaint->owner, sizeof(complaint->owner))) {
		complaint->kind = ZONE_BAD_NAME;
		snprintf(complaint->why, sizeof(complaint->why), "%s", strstr(text, "] ") + 2);
	} else if (between(text, "ignoring out-of-zone data, owner ", "", complaint->owner,
	               sizeof(complaint->owner))) {
		complaint->kind = ZONE_OUTSIDE;
	} else if ((rest = strstr(text, "error in zone, file '")) &&
	    between(rest, "file '", "', line ", complaint->file, sizeof(complaint->file)) &&
	    between(rest, "', line ", " ", number, sizeof(number)) &&
	    between(rest, " (", "", complaint->why, sizeof(complaint->why))) {
		char *close = strrchr(complaint->why, ')');
		if (close)
			*close = '\0';
		complaint->kind = ZONE_BAD_LINE;
		complaint->line = (unsigned)strtoul(number, NULL, 10);
	} else if (strncmp(text, "error: ", 7) == 0) {
		complaint->kind = ZONE_FAILED;
		snprintf(complaint->why, sizeof(complaint->why), "%s", text + 7);
	}
}

const char *zone_complaint_type(const char *why)
{
	static const char *const types[] = { "CNAME", "DNAME", "SOA", "NSEC3PARAM", "CDNSKEY",
		"DNSKEY", "CDS", "DS", NULL };

	if (strstr(why, "glue") || strncmp(why, "NS ", 3) == 0)
		return "NS";
	for (size_t i = 0; types[i]; i++)
		if (strstr(why, types[i]))
			return types[i];
	return NULL;
}
