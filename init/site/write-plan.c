/* SPDX-License-Identifier: MIT */
#include "write-plan.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct page {
	char *text;
	size_t used; /* grows beyond size when the text does not fit */
	size_t size;
};

static void put(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct page *page, const char *format, ...)
{
	size_t room = page->used < page->size ? page->size - page->used : 0;
	va_list arguments;

	va_start(arguments, format);
	page->used +=
	    (size_t)vsnprintf(room > 0 ? page->text + page->used : NULL, room, format, arguments);
	va_end(arguments);
}

/* Numbers are members of one, four or eight bytes; those of four may be negative. */
static_assert(sizeof(bool) == 1 && sizeof(int) == 4, "what the next function knows");

static int64_t number_of(const struct plan_field *field, const void *object)
{
	const char *member = (const char *)object + field->offset;
	int64_t whole = 0;
	int32_t half = 0;

	if (field->size == sizeof(half) && field->min < 0) {
		memcpy(&half, member, sizeof(half));
		return half;
	}
	memcpy(&whole, member, field->size); /* the low bytes come first on every machine of ours */
	return whole;
}

static void put_fields(struct page *page, const struct plan_field *field, const void *object)
{
	for (; field->key != NULL; field++) {
		const void *member = (const char *)object + field->offset;
		const struct plan_words *words = member;

		put(page, "%s", field->key);
		switch (field->kind) {
		case PLAN_NUMBER:
			put(page, " %lld", (long long)number_of(field, object));
			break;
		case PLAN_CHOICE:
			put(page, " %s", field->names[number_of(field, object)]);
			break;
		case PLAN_STRING:
			put(page, "%s%s", *(const char *)member == '\0' ? "" : " ",
			    (const char *)member);
			break;
		case PLAN_LIST:
			for (size_t i = 0; words->word[i] != NULL; i++)
				put(page, " %s", words->word[i]);
			break;
		}
		put(page, "\n");
	}
}

size_t write_plan(const struct role_plan *role, char *text, size_t used, size_t size)
{
	struct page page = { text, used, size };

	put(&page, "%s %s\n", role->system ? "system" : "role", role->name);
	put_fields(&page, plan_role_fields, role);
	for (size_t i = 0; i < role->service_count; i++) {
		put(&page, "service %s\n", role->services[i].name);
		put_fields(&page, plan_service_fields, &role->services[i]);
	}
	return page.used;
}
