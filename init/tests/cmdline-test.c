/* SPDX-License-Identifier: MIT */
/* The words of the kernel command line: which are ours, what they mean, what is warned of. */

#include "cmdline.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static struct cmdline cmdline;
static struct problems problems;

static void take(const char *text)
{
	problems_free(&problems);
	cmdline_read(&cmdline, text, &problems);
}

/* One problem, of this key, whose reason holds this text. */
static void assert_complaint(const char *text, const char *key, const char *why)
{
	take(text);
	assert_int_equal(problems.count, 1);
	assert_string_equal(problems.list[0].key, key);
	if (strstr(problems.list[0].why, why) == NULL)
		fail_msg("%s: %s", text, problems.list[0].why);
}

static void words_of_others_are_left_alone(void **state)
{
	(void)state;
	take("console=ttyS0 quiet panic=10 whitespace=1 xwhit.data=none BOOT_IMAGE=/whit.vmlinuz");
	assert_int_equal(problems.count, 0);
	assert_string_equal(cmdline.hostname, "");
	assert_string_equal(cmdline.data, "");
}

static void ours_are_taken(void **state)
{
	(void)state;
	take("quiet whit.hostname=web1 whit.address=192.0.2.10/24,2001:db8::10/64 "
	     "whit.gateway=192.0.2.1 "
	     "whit.dns=9.9.9.9,2620:fe::fe whit.data=none whit.seed-wait=1m\n");
	assert_int_equal(problems.count, 0);
	assert_string_equal(cmdline.hostname, "web1");
	assert_string_equal(cmdline.address, "192.0.2.10/24 2001:db8::10/64");
	assert_string_equal(cmdline.gateway, "192.0.2.1");
	assert_string_equal(cmdline.dns, "9.9.9.9 2620:fe::fe");
	assert_string_equal(cmdline.data, "none");
	assert_string_equal(cmdline.seed_wait, "1m");
}

static void the_installer_has_its_words(void **state)
{
	static const char *const good[] = { "ask", "auto", "largest", "hardware", "/dev/nvme0n1",
		"serial:S6Z1NJ0W", "serial:0123,45" };
	static const char *const bad[] = { "yes", "dev/sda", "/dev/", "serial:", "sda" };
	char words[64];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		snprintf(words, sizeof(words), "whit.install=%s whit.erase=yes", good[i]);
		take(words);
		assert_int_equal(problems.count, 0);
		assert_string_equal(cmdline.install, good[i]);
		assert_string_equal(cmdline.erase, "yes");
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(words, sizeof(words), "whit.install=%s", bad[i]);
		assert_complaint(words, "whit.install", "is not ask, auto");
		assert_string_equal(cmdline.install, "");
	}
	assert_complaint("whit.erase=no", "whit.erase", "is not yes or all");
	assert_string_equal(cmdline.erase, "");
}

static void the_last_of_two_counts(void **state)
{
	(void)state;
	take("whit.hostname=one whit.hostname=two");
	assert_string_equal(cmdline.hostname, "two");
}

static void quotes_are_taken_off(void **state)
{
	(void)state;
	take("whit.address=\"192.0.2.1/24 192.0.2.2/24\" \"whit.hostname=web\"");
	assert_int_equal(problems.count, 0);
	assert_string_equal(cmdline.address, "192.0.2.1/24 192.0.2.2/24");
	assert_string_equal(cmdline.hostname, "web");
}

static void unknown_words_are_told_with_the_known_ones(void **state)
{
	(void)state;
	assert_complaint("whit.hostnam=x", "whit.hostnam", "whit.hostname= whit.address=");
	assert_complaint("whit.", "whit.", "unknown word");
	assert_complaint("whit.debug", "whit.debug", "unknown word");
}

static void bad_values_have_no_effect(void **state)
{
	(void)state;
	assert_complaint("whit.hostname=-x-", "whit.hostname", "no effect");
	assert_string_equal(cmdline.hostname, "");
	assert_complaint("whit.hostname", "whit.hostname", "has no value");
	assert_complaint("whit.hostname=", "whit.hostname", "no effect");
	assert_complaint("\"whit.hostname=a b\"", "whit.hostname", "no effect");
	assert_complaint("whit.hostname=a,b", "whit.hostname", "no effect");
	assert_complaint("whit.dns=", "whit.dns", "is empty");
	assert_complaint("whit.address=500", "whit.address", "ADDRESS/PREFIX");
	assert_complaint("whit.address=192.0.2.1/24,dhcp", "whit.address", "no other goes with it");
	assert_complaint("whit.address=none,2001:db8::1/64", "whit.address", "has none");
	assert_complaint("whit.gateway=192.0.2.1/24", "whit.gateway", "no effect");
	assert_complaint("whit.dns=9.9.9.9,nine", "whit.dns", "no effect");
	assert_complaint("whit.data=/dev/vda5", "whit.data", "UUID");
	assert_complaint("whit.data=778fea80-ec9f-4023-8d04-d1c0741819bg", "whit.data", "UUID");
	assert_string_equal(cmdline.data, "");
}

static void a_word_of_any_length_is_survived(void **state)
{
	static const char begin[] = "whit.dns=";
	static char text[70000];

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	memcpy(text, begin, sizeof(begin) - 1);
	assert_complaint(text, "whit.*", "too long");
	memset(text, '"', sizeof(text) - 1);
	take(text);
	assert_int_equal(problems.count, 0);
}

static void the_loaders_card_is_taken(void **state)
{
	(void)state;
	take("BOOTIF=01-52-54-00-aB-00-01 quiet");
	assert_string_equal(cmdline.card, "52:54:00:ab:00:01");
	take("BOOTIF=20-52-54-00-aB-00-01 BOOTIF= BOOTIF=01-52-54");
	assert_string_equal(cmdline.card, "");
	assert_int_equal(problems.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_others_are_left_alone),
		cmocka_unit_test(ours_are_taken),
		cmocka_unit_test(the_loaders_card_is_taken),
		cmocka_unit_test(the_installer_has_its_words),
		cmocka_unit_test(the_last_of_two_counts),
		cmocka_unit_test(quotes_are_taken_off),
		cmocka_unit_test(unknown_words_are_told_with_the_known_ones),
		cmocka_unit_test(bad_values_have_no_effect),
		cmocka_unit_test(a_word_of_any_length_is_survived),
	};
	int failed = cmocka_run_group_tests_name("cmdline", tests, NULL, NULL);

	problems_free(&problems);
	return failed;
}
