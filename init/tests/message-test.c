/* SPDX-License-Identifier: MIT */
/* Lines as they come, dates, and lines as syslog messages and frames. */

#include "date.h"
#include "line.h"
#include "message.h"
#include "test.h"

#include <string.h>

static struct ring_line line;

/* The text of a line as it is kept, "-" when it is not. */
static const char *text_of(enum line_kind kind, const char *bytes)
{
	static char text[RING_TEXT + 1];

	if (!line_read(kind, bytes, strlen(bytes), 99, &line))
		return "-";
	memcpy(text, line.text, line.length);
	text[line.length] = '\0';
	return text;
}

static void a_service_says_what_it_likes(void **state)
{
	(void)state;
	assert_string_equal(text_of(LINE_SERVICE, "hello"), "hello");
	assert_int_equal(line.time, 99);
	assert_int_equal(line.priority, 30);
	assert_int_equal(line.flags, 0);
	assert_string_equal(text_of(LINE_SERVICE, ""), "-");
	assert_string_equal(text_of(LINE_SERVICE, "a\tb\033[1mc\177"), "a\tb?[1mc?");
	assert_string_equal(text_of(LINE_SERVICE, "gr\303\274n"), "gr\303\274n");
	assert_string_equal(text_of(LINE_SERVICE, "<3>bad"), "bad");
	assert_int_equal(line.priority, 27);
	assert_string_equal(text_of(LINE_SERVICE, "<8>odd"), "<8>odd");
	assert_string_equal(text_of(LINE_SERVICE, "<3>"), "-");
}

static void our_own_lines_bring_their_time(void **state)
{
	(void)state;
	assert_string_equal(text_of(LINE_OWN, "+[   12.034567] whit: ready: dns"),
	    "whit: ready: dns");
	assert_int_equal(line.time, 12034567);
	assert_int_equal(line.flags, 0);
	assert_string_equal(text_of(LINE_OWN, "-[    1.000002] mount: no"), "mount: no");
	assert_int_equal(line.time, 1000002);
	assert_int_equal(line.flags, RING_SHOWN);
	assert_string_equal(text_of(LINE_OWN, "-[12345678.123456] x"), "x");
	assert_int_equal(line.time, 12345678123456);
	assert_string_equal(text_of(LINE_OWN, "+without"), "+without");
	assert_int_equal(line.time, 99);
}

static void the_kernel_has_its_form(void **state)
{
	(void)state;
	assert_string_equal(text_of(LINE_KERNEL, "6,339,5140900,-;NET: Registered x"),
	    "NET: Registered x");
	assert_int_equal(line.time, 5140900);
	assert_int_equal(line.priority, 6);
	assert_int_equal(line.flags, RING_SHOWN);
	assert_string_equal(text_of(LINE_KERNEL, "12,9,1,c,caller=T1;a;b"), "a;b");
	assert_int_equal(line.priority, 12);
	assert_string_equal(text_of(LINE_KERNEL, " SUBSYSTEM=acpi"), "-");
	assert_string_equal(text_of(LINE_KERNEL, "6,339,"), "-");
	assert_string_equal(text_of(LINE_KERNEL, "6,339,1,-"), "-");
}

static void lines_end_where_they_end(void **state)
{
	static char longer[3000];
	size_t text;

	(void)state;
	memset(longer, 'x', sizeof(longer));
	assert_int_equal(line_end(LINE_SERVICE, "ab\ncd", 5, false, &text), 3);
	assert_int_equal(text, 2);
	assert_int_equal(line_end(LINE_SERVICE, "cd", 2, false, &text), 0);
	assert_int_equal(line_end(LINE_SERVICE, "cd", 2, true, &text), 2);
	assert_int_equal(text, 2);
	assert_int_equal(line_end(LINE_SERVICE, longer, sizeof(longer), false, &text), RING_TEXT);
	assert_int_equal(text, RING_TEXT);
	longer[RING_TEXT] = '\n';
	assert_int_equal(line_end(LINE_SERVICE, longer, sizeof(longer), false, &text),
	    RING_TEXT + 1);
	assert_int_equal(text, RING_TEXT);
	assert_int_equal(line_end(LINE_KERNEL, longer, sizeof(longer), false, &text),
	    RING_TEXT + 1);
}

static void dates_are_written_and_read(void **state)
{
	static const struct {
		int64_t seconds;
		const char *text;
	} known[] = {
		{ 0, "1970-01-01T00:00:00.000000Z" },
		{ 951782400, "2000-02-29T00:00:00.000000Z" },
		{ 951868800, "2000-03-01T00:00:00.000000Z" },
		{ 1704067199, "2023-12-31T23:59:59.000000Z" },
		{ 1795374235, "2026-11-22T19:03:55.000000Z" },
		{ 4107542400, "2100-03-01T00:00:00.000000Z" },
		{ INT64_C(253402300799), "9999-12-31T23:59:59.000000Z" },
	};
	char text[DATE_TEXT];
	int64_t time;

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		assert_string_equal(date_write(known[i].seconds * 1000000, text), known[i].text);
		assert_null(date_read(text, &time));
		assert_int_equal(time, known[i].seconds * 1000000);
	}
	for (int64_t seconds = 0; seconds < INT64_C(5000000000); seconds += 86399) {
		assert_null(date_read(date_write(seconds * 1000000, text), &time));
		assert_int_equal(time, seconds * 1000000);
	}
	assert_string_equal(date_write(-5, text), "1970-01-01T00:00:00.000000Z");
	assert_string_equal(date_write(INT64_MAX, text) + 4, "-12-31T23:59:59.775807Z");
	assert_null(date_read("2026-11-22 19:03", &time));
	assert_int_equal(time, INT64_C(1795374180000000));
	assert_non_null(date_read("yesterday", &time));
	assert_non_null(date_read("2026-13-22T19:03", &time));
	assert_non_null(date_read("2026-11-22T19:03:55+01:00", &time));
}

static void a_message_is_that_of_rfc_5424(void **state)
{
	const struct ring_line hello = {
		.number = 16, .priority = 30, .length = 5, .text = "hello"
	};
	static const char wanted[] = "<30>1 2026-11-22T19:03:55.123456Z www dns.knotd - - "
	                             "[meta sequenceId=\"17\"] hello";
	char text[MESSAGE_MAX];
	size_t length;

	(void)state;
	length = message_write(text, "www", "dns.knotd", &hello, INT64_C(1795374235123456));
	assert_int_equal(length, strlen(wanted));
	assert_memory_equal(text, wanted, length);
	length = message_frame(text, "www", "dns.knotd", &hello, INT64_C(1795374235123456));
	assert_int_equal(length, strlen(wanted) + 3);
	assert_memory_equal(text, "80 <30>1 ", 9);
	assert_memory_equal(text + 3, wanted, strlen(wanted));
	message_write(text, "", "a b\303\274", &hello, 0);
	assert_memory_equal(text, "<30>1 1970-01-01T00:00:00.000000Z - a?b?? - - [", 47);
}

static void the_longest_message_fits(void **state)
{
	struct ring_line longest = { .number = UINT64_MAX, .priority = 191, .length = RING_TEXT };
	char name[300];
	char text[MESSAGE_MAX];

	(void)state;
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	memset(longest.text, 't', sizeof(longest.text));
	assert_in_range(message_frame(text, name, name, &longest, INT64_MAX), 1300, MESSAGE_MAX);
}

static void a_message_is_read_again(void **state)
{
	static const char *const others[] = {
		"",
		"<",
		"<30>1 ",
		"<30>1 now host name",
		"<30>1 now host name - - [meta sequenceId=\"17\"]",
		"<30>1 now host name - - [meta sequenceId=\"0\"] x",
		"<30>1 now  name - - [meta sequenceId=\"1\"] x",
		"<x>1 now host name - - [meta sequenceId=\"1\"] x",
		"<30>1 now host name - - - x",
	};
	const struct ring_line written = {
		.number = 16, .priority = 27, .length = 7, .text = "a  b \" "
	};
	struct message message;
	char text[MESSAGE_MAX];
	size_t length = message_write(text, "www", "dns.knotd", &written, 0);

	(void)state;
	assert_true(message_read(text, length, &message));
	assert_int_equal(message.priority, 27);
	assert_int_equal(message.sequence, 17);
	assert_int_equal(message.date_length, strlen("1970-01-01T00:00:00.000000Z"));
	assert_memory_equal(message.date, "1970-01-01T00:00:00.000000Z", message.date_length);
	assert_int_equal(message.name_length, strlen("dns.knotd"));
	assert_memory_equal(message.name, "dns.knotd", message.name_length);
	assert_int_equal(message.text_length, written.length);
	assert_memory_equal(message.text, written.text, written.length);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(message_read(others[i], strlen(others[i]), &message));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_service_says_what_it_likes),
		cmocka_unit_test(our_own_lines_bring_their_time),
		cmocka_unit_test(the_kernel_has_its_form),
		cmocka_unit_test(lines_end_where_they_end),
		cmocka_unit_test(dates_are_written_and_read),
		cmocka_unit_test(a_message_is_that_of_rfc_5424),
		cmocka_unit_test(a_message_is_read_again),
		cmocka_unit_test(the_longest_message_fits),
	};

	return cmocka_run_group_tests_name("message", tests, NULL, NULL);
}
