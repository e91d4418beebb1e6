/* SPDX-License-Identifier: MIT */
#include "zone-merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct record {
	const char *owner;
	const char *ttl;
	const char *type;
	const char *data;
};

struct records {
	struct record *list; /* sorted by owner, type, data */
	size_t count;
};

/* A record whose owner and type, and perhaps data, are looked for. */
typedef int compare_function(const void *left, const void *right);

static int compare_set(const void *left, const void *right)
{
	const struct record *a = left, *b = right;
	int order = strcmp(a->owner, b->owner);

	return order ? order : strcmp(a->type, b->type);
}

static int compare_record(const void *left, const void *right)
{
	const struct record *a = left, *b = right;
	int order = compare_set(left, right);

	return order ? order : strcmp(a->data, b->data);
}

static const struct record *find(const struct records *records, const struct record *wanted,
    compare_function *compare)
{
	if (records->count == 0)
		return NULL;
	return bsearch(wanted, records->list, records->count, sizeof(*wanted), compare);
}

static bool is_soa(const struct record *record)
{
	return strcmp(record->type, "SOA") == 0;
}

/* Is this made by the signer? */
static bool is_made(const struct record *record, bool signed_zone)
{
	static const char *const always[] = { "RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", NULL };
	static const char *const apex[] = { "DNSKEY", "CDS", "CDNSKEY", NULL };

	for (size_t i = 0; always[i]; i++)
		if (strcmp(record->type, always[i]) == 0)
			return true;
	for (size_t i = 0; signed_zone && apex[i]; i++)
		if (strcmp(record->type, apex[i]) == 0)
			return true;
	return false;
}

/* Cuts the next field off *rest. */
static const char *field(char **rest)
{
	char *start = *rest + strspn(*rest, " \t");

	*rest = start + strcspn(start, " \t");
	if (**rest)
		*(*rest)++ = '\0';
	return start;
}

static bool read_record(char *line, struct record *record)
{
	if (line[0] == ';' || line[0] == '\0')
		return false;
	record->owner = field(&line);
	record->ttl = field(&line);
	record->type = field(&line);
	record->data = line + strspn(line, " \t");
	return *record->type != '\0';
}

static int read_records(char *text, struct records *records)
{
	size_t lines = 1;
	char *line;

	for (const char *at = text; (at = strchr(at, '\n')); at++)
		lines++;
	records->count = 0;
	records->list = calloc(lines, sizeof(*records->list));
	if (!records->list)
		return -1;
	while ((line = strsep(&text, "\n")))
		if (read_record(line, &records->list[records->count]))
			records->count++;
	qsort(records->list, records->count, sizeof(*records->list), compare_record);
	return 0;
}

/* The SOA of a set of records, or NULL. There is one, at the apex. */
static const struct record *soa_of(const struct records *records)
{
	for (size_t i = 0; i < records->count; i++)
		if (is_soa(&records->list[i]))
			return &records->list[i];
	return NULL;
}

/* Equal but for the serial, the third field ("PRIMARY MAILBOX SERIAL ...")? */
static bool same_soa(const char *left, const char *right)
{
	for (int skipped = 0; skipped < 2; skipped++) {
		size_t length = strcspn(left, " ");
		if (length != strcspn(right, " ") || strncmp(left, right, length) != 0)
			return false;
		left += length + (left[length] == ' ');
		right += length + (right[length] == ' ');
	}
	return strcmp(left + strcspn(left, " "), right + strcspn(right, " ")) == 0;
}

static void write_record(FILE *out, const struct record *record, const char *ttl)
{
	fprintf(out, "%s\t%s\t%s\t%s\n", record->owner, ttl, record->type, record->data);
}

/* The file's time to live of this record's set where the file changed it, else its own. */
static const char *ttl_of(const struct record *record, const struct records *old,
    const struct records *new)
{
	const struct record *before = find(old, record, compare_set);
	const struct record *after = find(new, record, compare_set);

	if (after && (!before || strcmp(before->ttl, after->ttl) != 0))
		return after->ttl;
	return record->ttl;
}

static void write_merged(FILE *out, const struct records *old, const struct records *new,
    const struct records *live, bool signed_zone)
{
	const struct record *before = soa_of(old), *after = soa_of(new), *now = soa_of(live);
	const struct record *kept;

	if (before && after && now && same_soa(before->data, after->data) &&
	    strcmp(before->ttl, after->ttl) == 0)
		write_record(out, now, now->ttl);
	else if (after)
		write_record(out, after, after->ttl);
	for (size_t i = 0; i < live->count; i++) {
		const struct record *record = &live->list[i];
		bool removed =
		    find(old, record, compare_record) && !find(new, record, compare_record);

		if (!is_soa(record) && !removed && !is_made(record, signed_zone))
			write_record(out, record, ttl_of(record, old, new));
	}
	for (size_t i = 0; i < new->count; i++) {
		const struct record *record = &new->list[i];

		if (is_soa(record) || find(old, record, compare_record) ||
		    find(live, record, compare_record) || is_made(record, signed_zone))
			continue;
		/* one set has one time to live: that of the records kept, if any */
		kept = find(live, record, compare_set);
		write_record(out, record, kept ? ttl_of(kept, old, new) : record->ttl);
	}
}

char *zone_merge(char *old, char *new, char *live, bool signed_zone, size_t *length)
{
	struct records sets[3] = { { 0 } };
	char *texts[3] = { old, new, live }, *merged = NULL;
	FILE *out;
	bool good = true;

	for (size_t i = 0; i < 3; i++)
		good = good && read_records(texts[i], &sets[i]) == 0;
	out = good ? open_memstream(&merged, length) : NULL;
	if (out) {
		write_merged(out, &sets[0], &sets[1], &sets[2], signed_zone);
		if (fclose(out) == EOF) {
			free(merged);
			merged = NULL;
		}
	}
	for (size_t i = 0; i < 3; i++)
		free(sets[i].list);
	return merged;
}
