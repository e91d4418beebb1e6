/* SPDX-License-Identifier: MIT */
/* Lines of facts: read as they stand, whatever their length. */

#include "fact.h"
#include "test.h"

#include <string.h>

static void values_are_found_by_their_keys(void **state)
{
	char value[FACT_LINE];
	const char *line = "address card=eth0 address=192.0.2.1/24 from= x";

	(void)state;
	assert_true(fact_is(line, "address"));
	assert_false(fact_is(line, "addr"));
	assert_string_equal(fact_value(line, "card", value), "eth0");
	assert_string_equal(fact_value(line, "address", value), "192.0.2.1/24");
	assert_string_equal(fact_value(line, "from", value), "");
	assert_string_equal(fact_value(line, "ard", value), "");
	assert_string_equal(fact_value("", "card", value), "");
}

static void lines_come_one_by_one(void **state)
{
	const char *rest = "one\n\nthree";
	char line[FACT_LINE];

	(void)state;
	assert_true(fact_next(&rest, line));
	assert_string_equal(line, "one");
	assert_true(fact_next(&rest, line));
	assert_string_equal(line, "");
	assert_true(fact_next(&rest, line));
	assert_string_equal(line, "three");
	assert_false(fact_next(&rest, line));
}

static void a_long_line_is_cut(void **state)
{
	static const char begin[] = "fact key=";
	static char text[3 * FACT_LINE];
	const char *rest = text;
	char line[FACT_LINE];
	char value[FACT_LINE];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	memcpy(text, begin, sizeof(begin) - 1);
	text[(size_t)2 * FACT_LINE] = '\n';
	assert_true(fact_next(&rest, line));
	assert_int_equal(strlen(line), FACT_LINE - 1);
	assert_int_equal(strlen(fact_value(line, "key", value)), FACT_LINE - 10);
	assert_true(fact_next(&rest, line));
	assert_false(fact_next(&rest, line));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_found_by_their_keys),
		cmocka_unit_test(lines_come_one_by_one),
		cmocka_unit_test(a_long_line_is_cut),
	};

	return cmocka_run_group_tests_name("fact", tests, NULL, NULL);
}
