/* SPDX-License-Identifier: MIT */
/*
 * Whatever a site says, what is written for nginx has its shape: quotes and braces are closed,
 * and nothing but the directives of config.c stands outside of all braces. So no value can say
 * anything but its own.
 */

#include "http.h"

#include <stdlib.h>
#include <string.h>

static const char *const outermost[] = { "daemon", "pid", "error_log", "user", "worker_processes",
	"worker_shutdown_timeout", "worker_rlimit_nofile", "events", "http", NULL };

static bool is_outermost(const char *word)
{
	for (size_t i = 0; outermost[i]; i++)
		if (strcmp(outermost[i], word) == 0)
			return true;
	return false;
}

/* Reads one token as nginx does: a quoted string, a word, or one of ; { }. Returns its first
 * byte with the word in buffer, 0 at the end. */
static char next_token(const char **text, char word[64])
{
	size_t length = 0;
	char quote, first;

	while (**text && strchr(" \t\r\n", **text))
		(*text)++;
	if (**text == '#') {
		*text += strcspn(*text, "\n");
		return next_token(text, word);
	}
	first = **text;
	quote = first == '"' || first == '\'' ? first : '\0';
	if (first)
		(*text)++;
	if (first == '\0' || strchr(";{}", first))
		return first;
	if (!quote)
		word[length++] = first;
	while (**text && (quote ? **text != quote : !strchr(" \t\r\n;{", **text))) {
		if (**text == '\\' && (*text)[1])
			(*text)++;
		if (length < 63)
			word[length++] = **text;
		(*text)++;
	}
	if (quote && *(*text)++ != quote)
		abort();
	word[length] = '\0';
	return 'w';
}

static void check_shape(const char *text)
{
	bool starts = true;
	int depth = 0;
	char word[64], token;

	while ((token = next_token(&text, word)) != '\0') {
		if (token == 'w' && starts && depth == 0 && !is_outermost(word))
			abort();
		if (token == '}' && --depth < 0)
			abort();
		if (token == '{')
			depth++;
		starts = token != 'w';
	}
	if (depth != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct folders folders = { "/none/site", "/none/run", "/none/data", "/none/secrets",
		"/none/bin", true };
	struct problems problems = { 0 };
	struct site site;
	struct http http = { .site = &site, .folders = &folders, .ipv6 = true };
	char *text = NULL;
	FILE *out;

	site_parse(&site, "site.conf", (const char *)data, size, &problems);
	schema_check(&site, http_schema, &problems);
	if (hosts_read(&http, &problems) == -1)
		abort();
	judge(&http, &problems);
	if (problems.errors == 0 ||
	    (problems.errors == 1 && strcmp(problems.list[0].key, "root") == 0)) {
		out = open_memstream(&text, &size);
		config_print(out, &http);
		fclose(out);
		check_shape(text);
		free(text);
	}
	hosts_free(&http);
	site_free(&site);
	problems_free(&problems);
	return 0;
}
