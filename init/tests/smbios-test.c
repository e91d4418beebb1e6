/* SPDX-License-Identifier: MIT */
/* SMBIOS tables: the string that is looked for is found, and nothing beyond their end is read. */

#include "smbios.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

/* BIOS information with a string, a structure without any, OEM strings, and the end. */
static const char tables[] = "\0\6\0\0xx"
                             "# whit-seed no\0\0"
                             "\x20\5\1\0x"
                             "\0\0"
                             "\xb\5\2\0\2"
                             "other\0# whit-seed\n[site]\0\0"
                             "\x7f\4\3\0"
                             "\0\0";

static void the_text_is_found(void **state)
{
	size_t length = 0;
	const char *text = smbios_oem_string(tables, sizeof(tables) - 1, "# whit-seed", &length);

	(void)state;
	assert_non_null(text);
	assert_int_equal(length, strlen("# whit-seed\n[site]"));
	assert_memory_equal(text, "# whit-seed\n[site]", length);
	assert_null(smbios_oem_string(tables, sizeof(tables) - 1, "# other", &length));
}

/* The sanitizer sees every byte that is read behind a cut. */
static void cut_tables_are_survived(void **state)
{
	size_t length;

	(void)state;
	for (size_t size = 0; size < sizeof(tables); size++) {
		char *copy = malloc(size > 0 ? size : 1);

		assert_non_null(copy);
		memcpy(copy, tables, size);
		smbios_oem_string(copy, size, "# nothing", &length);
		free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_text_is_found),
		cmocka_unit_test(cut_tables_are_survived),
	};

	return cmocka_run_group_tests_name("smbios", tests, NULL, NULL);
}
