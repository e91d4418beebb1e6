/* SPDX-License-Identifier: MIT */
/* What a dead kernel's log says of its death. */

#include "last-run.h"
#include "test.h"

#include <string.h>

static void the_panic_is_the_reason(void **state)
{
	char reason[LAST_RUN_REASON];

	(void)state;
	last_run_reason("Panic#1 Part1\n<4>[   12.3] BUG: unable to handle page fault\n"
	                "<0>[   12.4] Kernel panic - not syncing: Fatal exception\r\n<0>[   12.5] "
	                "more\n",
	    reason);
	assert_string_equal(reason, "Kernel panic - not syncing: Fatal exception");
}

static void an_oops_is_one_when_there_is_no_panic(void **state)
{
	char reason[LAST_RUN_REASON];

	(void)state;
	last_run_reason("Oops#1 Part1\n<4>[   12.3] Oops: 0000 [#1] SMP", reason);
	assert_string_equal(reason, "Oops: 0000 [#1] SMP");
}

static void a_log_without_a_reason_has_none(void **state)
{
	char reason[LAST_RUN_REASON] = "x";

	(void)state;
	last_run_reason("<6>[    1.0] all is well\n", reason);
	assert_string_equal(reason, "");
	last_run_reason("", reason);
	assert_string_equal(reason, "");
}

static void a_long_reason_is_cut(void **state)
{
	char reason[LAST_RUN_REASON];
	char log[400] = "BUG:";

	(void)state;
	memset(log + 4, 'x', sizeof(log) - 5);
	last_run_reason(log, reason);
	assert_int_equal(strlen(reason), LAST_RUN_REASON - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_panic_is_the_reason),
		cmocka_unit_test(an_oops_is_one_when_there_is_no_panic),
		cmocka_unit_test(a_log_without_a_reason_has_none),
		cmocka_unit_test(a_long_reason_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
