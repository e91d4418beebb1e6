/* SPDX-License-Identifier: MIT */
/* What is said over the control socket, and to the readiness socket. */

#include "notify.h"
#include "proto.h"
#include "request.h"
#include "test.h"

#include <string.h>

static void every_request_comes_back_as_it_was_written(void **state)
{
	(void)state;
	for (int command = 0; command < PROTO_COMMAND_COUNT; command++) {
		struct proto_request request = { (enum proto_command)command, "dns" };
		struct proto_request got;
		char text[PROTO_REQUEST_MAX];
		size_t length = request_write(&request, text);

		assert_null(proto_read_request(text, length, &got));
		assert_int_equal(got.command, command);
		assert_string_equal(got.role, proto_takes_role(request.command) ? "dns" : "");
	}
}

static void nonsense_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		" ",
		"dance",
		"status now",
		"restart",
		"restart ",
		"restart DNS",
		"restart a b",
		"restart ../x",
		"status\n",
		"Status",
		"reboot dns",
	};
	struct proto_request request;
	char long_one[PROTO_REQUEST_MAX + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (proto_read_request(bad[i], strlen(bad[i]), &request) == NULL)
			fail_msg("\"%s\" was taken", bad[i]);
	assert_non_null(proto_read_request("status\0", 7, &request));
	memset(long_one, 'a', sizeof(long_one) - 1);
	long_one[sizeof(long_one) - 1] = '\0';
	assert_non_null(proto_read_request(long_one, sizeof(long_one) - 1, &request));
	memcpy(long_one, "stop ", 5);
	assert_non_null(proto_read_request(long_one, sizeof(long_one) - 1, &request));
}

static void replies_carry_a_code(void **state)
{
	enum proto_code code;

	(void)state;
	assert_null(request_read_reply("1\nno", 4, &code));
	assert_int_equal(code, PROTO_FAILED);
	assert_non_null(request_read_reply("", 0, &code));
	assert_non_null(request_read_reply("0", 1, &code));
	assert_non_null(request_read_reply("9\n", 2, &code));
	assert_non_null(request_read_reply("0 ", 2, &code));
}

static void only_the_line_ready_is_readiness(void **state)
{
	static const char *const ready[] = { "READY=1", "READY=1\n", "STATUS=x\nREADY=1\nPID=3" };
	static const char *const other[] = { "", "\n", "READY=0", "READY=11", "XREADY=1",
		"READY=1 " };

	(void)state;
	for (size_t i = 0; i < sizeof(ready) / sizeof(ready[0]); i++)
		assert_true(notify_is_ready(ready[i]));
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		assert_false(notify_is_ready(other[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_request_comes_back_as_it_was_written),
		cmocka_unit_test(nonsense_is_refused),
		cmocka_unit_test(replies_carry_a_code),
		cmocka_unit_test(only_the_line_ready_is_readiness),
	};

	return cmocka_run_group_tests_name("proto", tests, NULL, NULL);
}
