/* SPDX-License-Identifier: MIT */
/*
 * site [pure] - see site.h. inih reads `key = value ; comment`; the lines are handed
 * to it by next_line(), which does what inih leaves undone: it takes section lines itself
 * (inih cuts their names at 49 bytes and says nothing of empty sections), checks
 * bytes and lengths, and sees by the missing call of take_entry() which lines inih refused
 * (inih itself tells only the first).
 */

#include "site.h"
#include "text-values.h"

#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#if !INI_HANDLER_LINENO
#error "inih must be built, and used, with INI_HANDLER_LINENO=1"
#endif

struct reader {
	struct site *site;
	struct problems *problems;
	const char *next; /* text not yet read */
	const char *end;
	unsigned line;       /* number of the line inih has now */
	const char *pending; /* that line, until take_entry() was called for it, else NULL */
	size_t pending_length;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static const char *skip_blanks(const char *text, const char *end)
{
	while (text < end && is_blank(*text))
		text++;
	return text;
}

static void report(struct reader *reader, const char *why)
{
	problem_add(reader->problems, reader->site->file, reader->line, NULL, "%s", why);
}

/* The parsed text is never longer than twice the file, which is what strings has room for:
 * an entry stands once in it, a section's title once and its role once more. */
static const char *keep(struct site *site, const char *text, size_t length)
{
	char *copy = site->strings + site->strings_used;

	memcpy(copy, text, length);
	copy[length] = '\0';
	site->strings_used += length + 1;
	return copy;
}

static void add_section(struct reader *reader, const char *title, size_t length)
{
	struct site *site = reader->site;
	const char *dot = memchr(title, '.', length);
	const struct site_section *earlier;
	struct site_section section = {
		.title = keep(site, title, length),
		.role = keep(site, title, dot ? (size_t)(dot - title) : length),
		.line = reader->line,
		.first = site->entry_count,
	};

	section.name = dot ? section.title + (dot - title) + 1 : "";
	earlier = site_section(site, section.title);
	if (earlier && length > 0)
		problem_add(reader->problems, site->file, reader->line, NULL,
		    "[%s] stands twice; it began in line %u", section.title, earlier->line);
	site->sections[site->section_count++] = section;
}

/* What is wrong with the section line "[" title bracket ... end, or NULL. */
static const char *judge_section(const char *title, const char *bracket, const char *end)
{
	const char *rest;

	if (!bracket)
		return "a section's name ends with ]";
	rest = skip_blanks(bracket + 1, end);
	if (rest < end && *rest != ';' && *rest != '#')
		return "only a comment may stand behind [section]";
	if (bracket == title || *title == '.' || bracket[-1] == '.' || is_blank(*title) ||
	    is_blank(bracket[-1]))
		return "a section is named [ROLE] or [ROLE.NAME]";
	return NULL;
}

/* "[role]" or "[role.name]", then at most a comment. A bad line begins a section
 * too, one without a name: its keys are not those of the section before. */
static void take_section(struct reader *reader, const char *line, const char *end)
{
	const char *title = line + 1;
	const char *bracket = memchr(title, ']', (size_t)(end - title));
	const char *reason = judge_section(title, bracket, end);

	if (reason)
		report(reader, reason);
	add_section(reader, title, reason ? 0 : (size_t)(bracket - title));
}

static bool is_key(const char *key)
{
	size_t length = 0;

	while ((key[length] >= 'a' && key[length] <= 'z') ||
	    (key[length] >= '0' && key[length] <= '9') || key[length] == '_' || key[length] == '-')
		length++;
	return length > 0 && key[length] == '\0';
}

/* inih's handler: a `key = value` line. inih takes ':' for '=' too, which we do not:
 * values hold IPv6 addresses, and one way is enough. */
static int take_entry(void *user, const char *inih_section, const char *key, const char *value,
    int inih_line)
{
	struct reader *reader = user;
	struct site *site = reader->site;
	const char *colon = memchr(reader->pending, ':', reader->pending_length);
	const char *equals = memchr(reader->pending, '=', reader->pending_length);

	(void)inih_section;
	(void)inih_line;
	if (!equals || (colon && colon < equals))
		return 1; /* still pending: next_line() reports it */
	reader->pending = NULL;
	if (!is_key(key)) {
		problem_add(reader->problems, site->file, reader->line, NULL,
		    "\"%.64s\" is no key: lower-case letters, digits, - and _", key);
	} else if (site->section_count == 0) {
		problem_add(reader->problems, site->file, reader->line, key,
		    "stands before the first [section]");
	} else {
		site->entries[site->entry_count++] = (struct site_entry){
			.key = keep(site, key, strlen(key)),
			.value = keep(site, value, strlen(value)),
			.line = reader->line,
		};
		site->sections[site->section_count - 1].count++;
	}
	return 1;
}

/* What is left of a line for inih: nothing when the line is blank, a comment, a
 * section, or bad. */
static size_t take_line(struct reader *reader, const char *line, size_t length, size_t room)
{
	const char *end = line + length;
	const char *start = skip_blanks(line, end);
	const char *reason;

	if (length > SITE_LINE_MAX || length > room) {
		problem_add(reader->problems, reader->site->file, reader->line, NULL,
		    "the line is longer than %d bytes", SITE_LINE_MAX);
		return 0;
	}
	reason = text_utf8(line, length);
	if (reason) {
		problem_add(reader->problems, reader->site->file, reader->line, NULL, "the line %s",
		    reason);
		return 0;
	}
	if (start == end || *start == '#' || *start == ';')
		return 0;
	if (*start == '[') {
		take_section(reader, start, end);
		return 0;
	}
	reader->pending = line;
	reader->pending_length = length;
	return length;
}

static void report_refused(struct reader *reader)
{
	if (reader->pending)
		report(reader, "is neither [section] nor key = value");
	reader->pending = NULL;
}

/* inih's reader, in the manner of fgets(): one line a call. */
static char *next_line(char *buffer, int size, void *stream)
{
	struct reader *reader = stream;
	const char *line = reader->next;
	const char *newline;
	size_t length;

	report_refused(reader);
	if (line == reader->end)
		return NULL;
	newline = memchr(line, '\n', (size_t)(reader->end - line));
	reader->next = newline ? newline + 1 : reader->end;
	length = (size_t)((newline ? newline : reader->end) - line);
	if (length > 0 && line[length - 1] == '\r')
		length--;
	reader->line++;

	length = take_line(reader, line, length, (size_t)size - 2);
	memcpy(buffer, line, length);
	memcpy(buffer + length, "\n", 2);
	return buffer;
}

static size_t count_byte(const char *text, size_t length, char byte)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += text[i] == byte;
	return count;
}

int site_parse(struct site *site, const char *file, const char *text, size_t length,
    struct problems *problems)
{
	static const char byte_order_mark[] = "\xef\xbb\xbf";
	struct reader reader = {
		.site = site, .problems = problems, .next = text, .end = text + length
	};

	*site = (struct site){ .file = file };
	if (length > SITE_FILE_MAX) {
		problem_add(problems, file, 0, NULL, "is larger than %d bytes", SITE_FILE_MAX);
		return 0;
	}
	/* Each entry has its '=', each section its '[': there cannot be more. */
	site->entries = calloc(count_byte(text, length, '=') + 1, sizeof(*site->entries));
	site->sections = calloc(count_byte(text, length, '[') + 1, sizeof(*site->sections));
	site->strings = malloc(2 * length + 2);
	if (!site->entries || !site->sections || !site->strings) {
		site_free(site);
		errno = ENOMEM;
		return -1;
	}
	if (length >= 3 && memcmp(text, byte_order_mark, 3) == 0)
		reader.next += 3;
	ini_parse_stream(next_line, &reader, take_entry, &reader);
	return 0;
}

void site_free(struct site *site)
{
	free(site->entries);
	free(site->sections);
	free(site->strings);
	*site = (struct site){ .file = site->file };
}

const struct site_section *site_section(const struct site *site, const char *title)
{
	for (size_t i = 0; i < site->section_count; i++) {
		if (strcmp(site->sections[i].title, title) == 0)
			return &site->sections[i];
	}
	return NULL;
}

const struct site_section *site_next_section(const struct site *site, const char *role,
    const struct site_section *previous)
{
	const struct site_section *section = previous ? previous + 1 : site->sections;

	for (; section < site->sections + site->section_count; section++) {
		if (*section->name && strcmp(section->role, role) == 0)
			return section;
	}
	return NULL;
}

const struct site_entry *site_next_entry(const struct site *site,
    const struct site_section *section, const char *key, const struct site_entry *previous)
{
	const struct site_entry *entry, *end;

	if (!section)
		return NULL;
	entry = previous ? previous + 1 : site->entries + section->first;
	end = site->entries + section->first + section->count;
	for (; entry < end; entry++) {
		if (strcmp(entry->key, key) == 0)
			return entry;
	}
	return NULL;
}

const char *site_value(const struct site *site, const struct site_section *section, const char *key,
    const char *fallback)
{
	const struct site_entry *entry = site_next_entry(site, section, key, NULL);

	return entry ? entry->value : fallback;
}

bool site_bool(const struct site *site, const struct site_section *section, const char *key,
    bool fallback)
{
	text_bool(site_value(site, section, key, ""), &fallback);
	return fallback;
}

int64_t site_integer(const struct site *site, const struct site_section *section, const char *key,
    int64_t fallback)
{
	text_integer(site_value(site, section, key, ""), INT64_MIN, INT64_MAX, &fallback);
	return fallback;
}

uint64_t site_duration(const struct site *site, const struct site_section *section, const char *key,
    uint64_t fallback_milliseconds)
{
	text_duration(site_value(site, section, key, ""), &fallback_milliseconds);
	return fallback_milliseconds;
}

uint64_t site_size(const struct site *site, const struct site_section *section, const char *key,
    uint64_t fallback_bytes)
{
	text_size(site_value(site, section, key, ""), &fallback_bytes);
	return fallback_bytes;
}

unsigned site_line(const struct site *site, const struct site_section *section, const char *key)
{
	const struct site_entry *entry = site_next_entry(site, section, key, NULL);

	return entry ? entry->line : section ? section->line : 0;
}
