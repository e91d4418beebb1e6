/* SPDX-License-Identifier: MIT */
/* ids - [pure] the table; ids-file.c has its file. */
#include "ids.h"

#include "text-values.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = IDS_LAST - IDS_FIRST + 1, LINE_LENGTH = 128 };

static const char *const kinds[] = { [IDS_USER] = "user", [IDS_SHARE] = "share" };
static_assert(sizeof(kinds) / sizeof(kinds[0]) == IDS_KIND_COUNT, "each kind has its word");
static_assert((int)SHARE_NAME_MAX >= (int)USER_NAME_MAX, "every name fits");

static struct id *add(struct ids *ids, enum ids_kind kind, const char *name, unsigned number)
{
	struct id *id;

	if (ids->list == NULL && (ids->list = calloc(ROOM, sizeof(*id))) == NULL)
		return NULL;
	if (ids->count == ROOM)
		return NULL;
	id = &ids->list[ids->count++];
	id->kind = kind;
	id->number = number;
	snprintf(id->name, sizeof(id->name), "%s", name);
	return id;
}

static const struct id *find(const struct ids *ids, enum ids_kind kind, const char *name)
{
	for (size_t i = 0; i < ids->count; i++)
		if (ids->list[i].kind == kind && strcmp(ids->list[i].name, name) == 0)
			return &ids->list[i];
	return NULL;
}

static bool is_given(const struct ids *ids, unsigned number)
{
	for (size_t i = 0; i < ids->count; i++)
		if (ids->list[i].number == number)
			return true;
	return false;
}

/* KIND NAME NUMBER */
static const char *read_line(const char *line, struct ids *ids)
{
	char kind[8], name[SHARE_NAME_MAX], number[8], rest[2];
	enum ids_kind which = IDS_USER;
	const char *why;
	int64_t value;

	if (text_next_word(&line, kind, sizeof(kind)) != 1 ||
	    text_next_word(&line, name, sizeof(name)) != 1 ||
	    text_next_word(&line, number, sizeof(number)) != 1 ||
	    text_next_word(&line, rest, sizeof(rest)) != 0)
		return "is not KIND NAME NUMBER";
	while (which < IDS_KIND_COUNT && strcmp(kinds[which], kind) != 0)
		which++;
	if (which == IDS_KIND_COUNT)
		return "is of no kind that is known";
	if (strcmp(name, NAMES_GUEST) != 0 &&
	    (why = which == IDS_USER ? names_user(name) : names_share(name)) != NULL)
		return why;
	if (text_integer(number, IDS_FIRST, IDS_LAST, &value) != NULL)
		return "has a number that is none of ours";
	if (is_given(ids, (unsigned)value) || find(ids, which, name) != NULL)
		return "has a name, or a number, that stands there twice";
	return add(ids, which, name, (unsigned)value) == NULL ? "is one too many" : NULL;
}

const char *ids_read(const char *text, size_t length, struct ids *ids, unsigned *line)
{
	const char *end = text + length;

	for (*line = 1; text < end; (*line)++) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		char one[LINE_LENGTH];
		const char *why;

		if (stop == NULL || (size_t)(stop - text) >= sizeof(one) ||
		    memchr(text, '\0', (size_t)(stop - text)) != NULL)
			return "has no end, is too long, or no text";
		memcpy(one, text, (size_t)(stop - text));
		one[stop - text] = '\0';
		if ((why = read_line(one, ids)) != NULL)
			return why;
		text = stop + 1;
	}
	return NULL;
}

/* The number behind the highest one; below it only when that is the last. */
static unsigned free_number(const struct ids *ids)
{
	unsigned number = IDS_FIRST;

	for (size_t i = 0; i < ids->count; i++)
		if (ids->list[i].number >= number)
			number = ids->list[i].number + 1;
	if (number <= IDS_LAST)
		return number;
	for (number = IDS_FIRST; number <= IDS_LAST; number++)
		if (!is_given(ids, number))
			return number;
	return 0;
}

unsigned ids_number(struct ids *ids, enum ids_kind kind, const char *name)
{
	const struct id *id = find(ids, kind, name);
	unsigned number;

	if (id != NULL)
		return id->number;
	number = free_number(ids);
	if (number == 0 || add(ids, kind, name, number) == NULL)
		return 0;
	ids->changed = true;
	return number;
}

void ids_free(struct ids *ids)
{
	free(ids->list);
	*ids = (struct ids){ 0 };
}
