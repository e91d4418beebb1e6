/* SPDX-License-Identifier: MIT */
/* problem - see problem.h. No system call but what malloc() and the caller's stream need. */

#include "problem.h"
#include "text-values.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char warning_word[] = "warning: ";

/* Anything may stand in a site. */
static char *copy_printable(const char *text)
{
	char *copy = strdup(text ? text : "");

	if (copy)
		text_make_printable(copy);
	return copy;
}

static void free_problem(struct problem *problem)
{
	free(problem->file);
	free(problem->key);
	free(problem->why);
}

static bool make_space(struct problems *problems)
{
	size_t space = problems->space ? problems->space * 2 : 16;
	struct problem *list;

	if (problems->count >= PROBLEMS_MAX)
		return false;
	if (problems->count < problems->space)
		return true;
	list = realloc(problems->list, space * sizeof(*list));
	if (!list)
		return false;
	problems->list = list;
	problems->space = space;
	return true;
}

static void add(struct problems *problems, struct problem problem)
{
	problem.order = problems->reported++;
	problems->errors += !problem.warning;
	if (!problem.file || !problem.key || !problem.why || !make_space(problems)) {
		free_problem(&problem);
		problems->lost++;
		return;
	}
	problems->list[problems->count++] = problem;
}

static void add_text(struct problems *problems, const char *file, unsigned line, const char *key,
    const char *why, bool warning)
{
	add(problems,
	    (struct problem){
	        .file = copy_printable(file),
	        .line = line,
	        .key = copy_printable(key),
	        .why = copy_printable(why),
	        .warning = warning,
	    });
}

static void add_format(struct problems *problems, const char *file, unsigned line, const char *key,
    bool warning, const char *format, va_list arguments) __attribute__((format(printf, 6, 0)));

static void add_format(struct problems *problems, const char *file, unsigned line, const char *key,
    bool warning, const char *format, va_list arguments)
{
	char why[PROBLEM_TEXT_MAX];

	vsnprintf(why, sizeof(why), format, arguments);
	add_text(problems, file, line, key, why, warning);
}

void problem_add(struct problems *problems, const char *file, unsigned line, const char *key,
    const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_format(problems, file, line, key, false, format, arguments);
	va_end(arguments);
}

void problem_warn(struct problems *problems, const char *file, unsigned line, const char *key,
    const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_format(problems, file, line, key, true, format, arguments);
	va_end(arguments);
}

/* The number in ":NUMBER: " at text, and where the rest begins; 0 = no such thing. */
static unsigned line_number(const char *text, const char **rest)
{
	unsigned long number;
	char *end;

	if (text[0] != ':' || text[1] < '1' || text[1] > '9')
		return 0;
	number = strtoul(text + 1, &end, 10);
	if (end[0] != ':' || end[1] != ' ' || number > 100000000)
		return 0;
	*rest = end + 2;
	return (unsigned)number;
}

/* If text begins with "warning: ", steps over it. */
static bool cut_warning(char **text)
{
	size_t length = sizeof(warning_word) - 1;

	if (strncmp(*text, warning_word, length) != 0)
		return false;
	*text += length;
	return true;
}

/* If text begins with "KEY: ", a word without blanks, steps over it; else "". */
static const char *cut_key(char **text)
{
	char *key = *text;
	char *colon = strstr(key, ": ");

	if (!colon || memchr(key, ' ', (size_t)(colon - key)))
		return "";
	*colon = '\0';
	*text = colon + 2;
	return key;
}

/* Where FILE ends in "FILE:LINE: why" or "FILE: why"; NULL = neither. */
static const char *find_file_end(const char *text, unsigned *line, const char **rest)
{
	const char *colon;

	for (colon = strchr(text, ':'); colon; colon = strchr(colon + 1, ':')) {
		*line = line_number(colon, rest);
		if (*line)
			return colon;
	}
	colon = strstr(text, ": ");
	if (colon)
		*rest = colon + 2;
	return colon;
}

bool problem_add_line(struct problems *problems, const char *line)
{
	unsigned number = 0;
	const char *rest = NULL;
	const char *end = find_file_end(line, &number, &rest);
	const char *key = "";
	char *copy, *why;
	bool warning;

	if (!end || end == line || *rest == '\0')
		return false;
	copy = strdup(line);
	if (!copy)
		return false;
	copy[end - line] = '\0';
	why = copy + (rest - line);
	warning = cut_warning(&why);
	if (!warning) {
		key = cut_key(&why);
		warning = cut_warning(&why);
	}
	add_text(problems, copy, number, key, why, warning);
	free(copy);
	return true;
}

static int compare(const void *left, const void *right)
{
	const struct problem *a = left, *b = right;
	int files = strcmp(a->file, b->file);

	if (files != 0)
		return files;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

static bool same(const struct problem *a, const struct problem *b)
{
	return a->line == b->line && a->warning == b->warning && strcmp(a->file, b->file) == 0 &&
	    strcmp(a->key, b->key) == 0 && strcmp(a->why, b->why) == 0;
}

/* Repetitions stand on the same line of the same file, so near each other. */
static bool repeats_earlier(const struct problem *list, size_t count, const struct problem *problem)
{
	while (count-- > 0 && list[count].line == problem->line) {
		if (same(&list[count], problem))
			return true;
	}
	return false;
}

void problems_sort(struct problems *problems)
{
	size_t kept = 0;

	if (problems->count == 0)
		return;
	qsort(problems->list, problems->count, sizeof(*problems->list), compare);
	for (size_t i = 0; i < problems->count; i++) {
		struct problem *problem = &problems->list[i];

		if (repeats_earlier(problems->list, kept, problem)) {
			problems->errors -= !problem->warning;
			free_problem(problem);
		} else {
			problems->list[kept++] = *problem;
		}
	}
	problems->count = kept;
}

static void print(const struct problem *problem, FILE *out)
{
	fputs(problem->file, out);
	if (problem->line)
		fprintf(out, ":%u", problem->line);
	if (*problem->key)
		fprintf(out, ": %s", problem->key);
	/* What the site says may stand in a message: it shall not make a warning of it. */
	fprintf(out, ": %s%s\n",
	    problem->warning                         ? warning_word
	        : strstr(problem->why, warning_word) ? "error: "
	                                             : "",
	    problem->why);
}

size_t problems_print(struct problems *problems, FILE *out)
{
	problems_sort(problems);
	for (size_t i = 0; i < problems->count; i++)
		print(&problems->list[i], out);
	if (problems->lost)
		fprintf(out, "and %zu more\n", problems->lost);
	return problems->errors;
}

void problems_free(struct problems *problems)
{
	for (size_t i = 0; i < problems->count; i++)
		free_problem(&problems->list[i]);
	free(problems->list);
	*problems = (struct problems){ 0 };
}
