/* SPDX-License-Identifier: MIT */
/* What problem.h promises: the printed form, the order, the bounds. */

#include "problem.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Prints the problems, compares, and frees them. Returns the number of errors. */
static size_t assert_printed(struct problems *problems, const char *wanted)
{
	char *text = NULL;
	size_t length, errors;
	FILE *out = open_memstream(&text, &length);

	errors = problems_print(problems, out);
	fclose(out);
	assert_string_equal(text, wanted);
	free(text);
	problems_free(problems);
	return errors;
}

static void parts_that_are_missing_are_not_printed(void **state)
{
	struct problems problems = { 0 };

	problem_add(&problems, "f", 3, "key", "is %d", 7);
	problem_add(&problems, "f", 0, NULL, "whole");
	problem_add(&problems, "f", 2, NULL, "no key");
	problem_add(&problems, "f", 0, "key", "no line");
	assert_int_equal(assert_printed(&problems,
	                     "f: whole\nf: key: no line\nf:2: no key\nf:3: key: is 7\n"),
	    4);
	(void)state;
}

static void order_is_file_then_line_then_time(void **state)
{
	struct problems problems = { 0 };

	problem_add(&problems, "site.conf", 10, "b", "second");
	problem_add(&problems, "site.conf", 9, "z", "first");
	problem_add(&problems, "site.conf", 10, "a", "third");
	problem_add(&problems, "dns/a.zone", 99, "", "earlier file");
	assert_printed(&problems,
	    "dns/a.zone:99: earlier file\nsite.conf:9: z: first\n"
	    "site.conf:10: b: second\nsite.conf:10: a: third\n");
	(void)state;
}

static void what_was_said_is_not_said_again(void **state)
{
	struct problems problems = { 0 };

	problem_add(&problems, "f", 1, "a", "x");
	problem_add(&problems, "f", 1, "b", "y");
	assert_true(problem_add_line(&problems, "f:1: a: x"));
	assert_true(problem_add_line(&problems, "f:1: b: y"));
	assert_int_equal(assert_printed(&problems, "f:1: a: x\nf:1: b: y\n"), 2);
	(void)state;
}

static void a_warning_is_no_error(void **state)
{
	struct problems problems = { 0 };

	problem_warn(&problems, "f", 1, "a", "hm");
	assert_true(problem_add_line(&problems, "f:2: warning: hm"));
	assert_true(problem_add_line(&problems, "f:3: b: warning: hm"));
	assert_int_equal(assert_printed(&problems,
	                     "f:1: a: warning: hm\nf:2: warning: hm\nf:3: b: warning: hm\n"),
	    0);
	(void)state;
}

static void an_error_that_names_a_warning_is_one(void **state)
{
	struct problems problems = { 0 };
	struct problems again = { 0 };

	problem_add(&problems, "f", 3, "roles", "warning: stands twice");
	assert_int_equal(assert_printed(&problems, "f:3: roles: error: warning: stands twice\n"),
	    1);
	assert_true(problem_add_line(&again, "f:3: roles: error: warning: stands twice"));
	assert_int_equal(again.errors, 1);
	problems_free(&again);
	(void)state;
}

static void lines_come_back_as_they_were(void **state)
{
	static const char *const lines[] = {
		"site.conf:12: listen: is no address",
		"dns/zones/a.zone:3: bad: thing: here",
		"a b.conf: key: x",
		"odd:name:7: key: why",
		"f: why",
		"f:1: [a b]: why",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct problems problems = { 0 };
		char wanted[128];

		assert_true(problem_add_line(&problems, lines[i]));
		snprintf(wanted, sizeof(wanted), "%s\n", lines[i]);
		assert_printed(&problems, wanted);
	}
	(void)state;
}

static void other_lines_are_refused(void **state)
{
	static const char *const lines[] = { "", "x", "no colon here", ": why", "f: ", "f:1:" };
	struct problems problems = { 0 };

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		assert_false(problem_add_line(&problems, lines[i]));
	assert_int_equal(problems.count, 0);
	(void)state;
}

static void a_terminal_gets_no_control_bytes(void **state)
{
	struct problems problems = { 0 };

	problem_add(&problems, "f\n", 1, "k\033", "a\033[2Jb \xff \xc3\xa9 \xc2\x9b\t\xc3");
	assert_printed(&problems, "f?:1: k?: a?[2Jb ? \xc3\xa9 ?? ?\n");
	(void)state;
}

static void too_many_are_counted(void **state)
{
	struct problems problems = { 0 };

	for (unsigned i = 0; i < PROBLEMS_MAX + 5; i++)
		problem_add(&problems, "f", i + 1, NULL, "x");
	assert_int_equal(problems.count, PROBLEMS_MAX);
	assert_int_equal(problems.lost, 5);
	assert_int_equal(problems.errors, PROBLEMS_MAX + 5);
	problems_free(&problems);
	assert_int_equal(problems.lost, 0);
	(void)state;
}

static void long_text_is_cut(void **state)
{
	struct problems problems = { 0 };

	problem_add(&problems, "f", 1, NULL, "%*d", 5000, 1);
	assert_int_equal(strlen(problems.list[0].why), PROBLEM_TEXT_MAX - 1);
	problems_free(&problems);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_that_are_missing_are_not_printed),
		cmocka_unit_test(order_is_file_then_line_then_time),
		cmocka_unit_test(what_was_said_is_not_said_again),
		cmocka_unit_test(a_warning_is_no_error),
		cmocka_unit_test(an_error_that_names_a_warning_is_one),
		cmocka_unit_test(lines_come_back_as_they_were),
		cmocka_unit_test(other_lines_are_refused),
		cmocka_unit_test(a_terminal_gets_no_control_bytes),
		cmocka_unit_test(too_many_are_counted),
		cmocka_unit_test(long_text_is_cut),
	};

	return cmocka_run_group_tests_name("problem", tests, NULL, NULL);
}
