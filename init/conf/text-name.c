/* SPDX-License-Identifier: MIT */
/* text-name [pure] - the part of text-values.h that is about names: of hosts, roles, cards, files. */

#include "text-values.h"

#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_letter_or_digit(char c)
{
	return is_digit(c) || is_lower(c) || (c >= 'A' && c <= 'Z');
}

/* How many bytes text begins with that are letters, digits or in extra. */
static size_t span(const char *text, const char *extra)
{
	size_t length = 0;

	while (is_letter_or_digit(text[length]) || (text[length] && strchr(extra, text[length])))
		length++;
	return length;
}

/* Labels between dots, each of 1 to 63 bytes that are letters, digits or in extra, at
 * most max bytes in all. A final dot belongs to the labels' text: cut it before. */
static bool labels_are_good(const char *text, size_t length, size_t max, const char *extra)
{
	size_t label = 0;

	if (length == 0 || length > max)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '.') {
			if (label == 0)
				return false;
			label = 0;
		} else if (++label > 63 ||
		    !(is_letter_or_digit(text[i]) || strchr(extra, text[i]))) {
			return false;
		}
	}
	return label > 0;
}

/* RFC 1123, 2.1: no label begins or ends with a hyphen. */
static bool hyphens_are_inside(const char *text)
{
	size_t length = strlen(text);

	return text[0] != '-' && text[length - 1] != '-' && !strstr(text, ".-") &&
	    !strstr(text, "-.");
}

static bool is_host_name(const char *text, size_t max)
{
	return labels_are_good(text, strlen(text), max, "-") && hyphens_are_inside(text);
}

const char *text_hostname(const char *text)
{
	if (!is_host_name(text, 64))
		return "is not a host name: letters, digits and - inside, parts of at most 63 "
		       "bytes "
		       "with dots between, 64 bytes in all";
	return NULL;
}

const char *text_domain(const char *text)
{
	size_t length = strlen(text);

	if (strcmp(text, ".") == 0)
		return NULL;
	if (length > 0 && text[length - 1] == '.')
		length--;
	if (!labels_are_good(text, length, 253, "-_/"))
		return "is not a domain name: letters, digits, -, _ and /, parts of at most 63 "
		       "bytes "
		       "with dots between, 253 bytes in all";
	return NULL;
}

const char *text_host_pattern(const char *text)
{
	const char *host = strncmp(text, "*.", 2) == 0 ? text + 2 : text;

	if (!is_host_name(host, 253 - (size_t)(host - text)))
		return "is not a host name, or *. and a host name";
	return NULL;
}

const char *text_card(const char *text)
{
	size_t length = span(text, "._-");

	if (length == 0 || length > 15 || text[length] || text[0] == '.')
		return "is not the name of a network card: at most 15 letters, digits, '.', _ and "
		       "-";
	return NULL;
}

static bool begins_with_part(const char *path, const char *part)
{
	size_t length = strlen(part);

	return strncmp(path, part, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

const char *text_path(const char *text)
{
	const char *part = text;

	if (*text == '/')
		return "is an absolute path; paths are relative to the site's folder";
	if (*text == '\0')
		return "is empty, not a path";
	for (const char *c = text;; c++) {
		if ((unsigned char)*c < 0x20 ? *c != '\0' : *c == 0x7f)
			return "has a control character";
		if (*c != '/' && *c != '\0')
			continue;
		if (c == part && *c == '\0')
			break; /* one '/' at the end is fine */
		if (c == part)
			return "has an empty part (//)";
		if (part[0] == '.' && part[1] == '.' && c == part + 2)
			return "must not leave the site's folder (..)";
		if (part[0] == '.' && !begins_with_part(part, ".well-known"))
			return "has a part that begins with a dot; such files are not in the "
			       "bundle";
		if (*c == '\0')
			break;
		part = c + 1;
	}
	if (begins_with_part(text, "secrets"))
		return "is in secrets/, which is never part of the content";
	if (begins_with_part(text, "roles"))
		return "is in roles/, which is never part of the content";
	return NULL;
}
