/* SPDX-License-Identifier: MIT */
/* What log.h promises of a line: its bytes, whatever a role was sent by strangers. */

#include "log.h"
#include "test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int console[2];

/* Logs text; what the console gets of it, without the time. */
static const char *shown(const char *text)
{
	static char line[LOG_LINE_MAX + 1];
	ssize_t length;
	char *start;

	log_line("%s", text);
	length = read(console[0], line, LOG_LINE_MAX);
	assert_true(length > 0 && line[length - 1] == '\n');
	line[length - 1] = '\0';
	start = strstr(line, "] ");
	assert_non_null(start);
	return start + 2;
}

static void no_control_character_reaches_the_console(void **state)
{
	(void)state;
	assert_string_equal(shown("plain"), "plain");
	assert_string_equal(shown("a\033[2Jb\nc\177d\te"), "a?[2Jb?c?d e");
	assert_string_equal(shown("C1 \xc2\x9b"
	                          "31m \xc2\x80 \xc2\x9f"),
	    "C1 ??31m ?? ??");
	assert_string_equal(shown("bytes \x9b"
	                          "31m \xff \xc3 \xe2\x82"),
	    "bytes ?31m ? ? ??");
}

static void letters_of_all_languages_do(void **state)
{
	static const char text[] = "\xc3\xa9 \xc3\x9b \xc2\xa0 \xe2\x82\xac \xf0\x9f\x90\x8c";

	(void)state;
	assert_string_equal(shown(text), text);
}

static void a_long_line_is_cut_between_characters(void **state)
{
	char text[2 * LOG_LINE_MAX + 1];
	const char *got;
	size_t length;

	(void)state;
	for (size_t i = 0; i < LOG_LINE_MAX; i++)
		memcpy(text + 2 * i, "\xc3\xa9", 3);
	got = shown(text);
	length = strlen(got);
	assert_in_range(length, LOG_LINE_MAX - 40, LOG_LINE_MAX);
	for (size_t i = 0; i + 1 < length; i += 2)
		assert_memory_equal(got + i, "\xc3\xa9", 2);
	if (length % 2 == 1)
		assert_int_equal(got[length - 1], '?');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_control_character_reaches_the_console),
		cmocka_unit_test(letters_of_all_languages_do),
		cmocka_unit_test(a_long_line_is_cut_between_characters),
	};

	if (pipe(console) == -1)
		return 1;
	log_to(console[1]);
	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
