/* SPDX-License-Identifier: MIT */
/* The plan: what site-check writes is what init reads; anything else is refused, with its line. */

#include "manifest.h"
#include "plan.h"
#include "test.h"
#include "write-plan.h"

#include <stdlib.h>
#include <string.h>

#define ROLE "[role]\ndescription = d\nuid = 201\n"
#define SERVICE "[service.one]\ncommand = /bin/one -f x\n"

static struct plan plan;
static char text[PLAN_FILE];
static size_t length;

/* The plan of a role.conf. */
static void write(const char *conf, bool system)
{
	struct role_plan *role = malloc(sizeof(*role));
	struct problems problems = { 0 };

	assert_non_null(role);
	if (length == 0)
		length = (size_t)sprintf(text, "%s\n", PLAN_FIRST_LINE);
	assert_int_equal(manifest_read(role, "dns", "role.conf", conf, strlen(conf), &problems), 0);
	role->system = system;
	length = write_plan(role, text, length, sizeof(text));
	free(role);
}

static const char *read(unsigned *line)
{
	memset(&plan, 0, sizeof(plan));
	return plan_read(&plan, text, length, line);
}

static void what_is_written_is_read(void **state)
{
	static const char conf[] = ROLE
	    "prepare = /roles/dns/render --x\nprepare-timeout = 2m\nvolatile = no\n" SERVICE
	    "[service.two]\ncommand = /usr/sbin/knotd\nenvironment = A=b C=d\nready = fd 4\n"
	    "ready-timeout = 1500ms\nstop-timeout = 2s\nneeds-clock = 10s\nneeds-address = "
	    "5s\ncheck = /usr/bin/judge -t\ncapabilities = "
	    "all\nmemory = 75%\n"
	    "processes = 64\nfiles = 65536\nreload = HUP\ntty = /dev/ttyS1 /dev/console\n"
	    "after = one\nrequired = no\n"
	    "[service.three]\ncommand = /bin/three\nready = file /run/x\nmemory = 4G\n"
	    "memory-high = 90%\ncpu-weight = 50\nio-max = 3G\noom-score = -1000\n"
	    "umask = 077\ngroup = 211\nsandbox = no\nnetwork = no\nsee-processes = "
	    "yes\nseccomp = calls\n"
	    "device = /dev/x\nwhen = /run/dns/x\nwritable = /data/x /run\nreadable = /sys\nexecute "
	    "= /bin "
	    "/usr/bin/two\n"
	    "[service.four]\ncommand = /bin/four\nready = port 65535/udp\nreload = /bin/four -r\n";
	struct role_plan *role = calloc(1, sizeof(*role));
	struct problems problems = { 0 };
	unsigned line;

	(void)state;
	length = 0;
	write(conf, false);
	assert_null(read(&line));
	assert_int_equal(plan.count, 1);
	/* byte for byte what the manifest says, but for the pointers into itself */
	assert_int_equal(manifest_read(role, "dns", "role.conf", conf, strlen(conf), &problems), 0);
	assert_string_equal(plan.roles[0].services[1].command.word[0], "/usr/sbin/knotd");
	assert_string_equal(plan.roles[0].prepare.word[1], "--x");
	memset(role->prepare.word, 0, sizeof(role->prepare.word));
	memset(plan.roles[0].prepare.word, 0, sizeof(role->prepare.word));
	for (size_t i = 0; i < role->service_count; i++) {
		struct service_plan *wanted = &role->services[i];
		struct service_plan *got = &plan.roles[0].services[i];

		memset(wanted->command.word, 0, sizeof(wanted->command.word));
		memset(got->command.word, 0, sizeof(got->command.word));
		memset(wanted->check.word, 0, sizeof(wanted->check.word));
		memset(got->check.word, 0, sizeof(got->check.word));
		memset(wanted->reload.word, 0, sizeof(wanted->reload.word));
		memset(got->reload.word, 0, sizeof(got->reload.word));
		memset(wanted->environment.word, 0, sizeof(wanted->environment.word));
		memset(got->environment.word, 0, sizeof(got->environment.word));
	}
	assert_memory_equal(&plan.roles[0], role, sizeof(*role));
	free(role);
}

static void services_of_the_system_come_first(void **state)
{
	unsigned line;

	(void)state;
	length = 0;
	write(ROLE SERVICE, true);
	write(ROLE SERVICE, false);
	assert_null(read(&line));
	assert_true(plan.roles[0].system);
	assert_false(plan.roles[1].system);
	length = 0;
	write(ROLE SERVICE, false);
	write(ROLE SERVICE, true);
	assert_non_null(read(&line));
	assert_int_equal(line, 47);
}

static void an_image_without_roles_has_a_plan(void **state)
{
	unsigned line;

	(void)state;
	length = (size_t)sprintf(text, "%s\n", PLAN_FIRST_LINE);
	assert_null(read(&line));
	assert_int_equal(plan.count, 0);
}

/* Each line left out, doubled, emptied or cut: refused there or in the next line. */
static void every_line_counts(void **state)
{
	static char good[PLAN_FILE];
	size_t good_length;
	unsigned number = 1;

	(void)state;
	length = 0;
	write(ROLE SERVICE, false);
	good_length = length;
	memcpy(good, text, length);
	for (char *start = good; start < good + good_length; number++) {
		size_t one = (size_t)((char *)memchr(start, '\n', good_length) - start) + 1;
		size_t before = (size_t)(start - good);
		size_t after = good_length - before - one;
		unsigned line;

		memcpy(text, good, before);
		memcpy(text + before, start + one, after);
		length = good_length - one;
		assert_non_null(read(&line));
		assert_in_range(line, number - (after == 0), number);
		memcpy(text, good, before + one);
		memcpy(text + before + one, start, one + after);
		length = good_length + one;
		assert_non_null(read(&line));
		assert_in_range(line, number + 1, number + 2);
		memcpy(text, good, good_length);
		length = before + one - 1; /* its end cut off */
		assert_non_null(read(&line));
		assert_int_equal(line, number);
		start += one;
	}
}

static void assert_refused(const char *from, const char *to, unsigned wanted)
{
	char *at;
	unsigned line;

	length = 0;
	write(ROLE SERVICE, false);
	text[length] = '\0';
	at = strstr(text, from);
	assert_non_null(at);
	memmove(at + strlen(to), at + strlen(from), strlen(at + strlen(from)) + 1);
	memcpy(at, to, strlen(to));
	length = strlen(text);
	assert_non_null(read(&line));
	assert_int_equal(line, wanted);
}

static void bad_values_are_refused(void **state)
{
	(void)state;
	assert_refused("whit-plan 1", "whit-plan 2", 1);
	assert_refused("role dns", "role D", 2);
	assert_refused("role dns", "rule dns", 2);
	assert_refused("uid 201", "uid 65534", 3);
	assert_refused("uid 201", "uid", 3);
	assert_refused("volatile yes", "volatile perhaps", 4);
	assert_refused("command /bin/one", "command bin/one", 46);
	assert_refused("ready-fd 0", "ready-fd 3", 46);
	assert_refused("ready-port 0", "ready-port 80", 46);
	assert_refused("ready-port 0", "ready-port 65536", 15);
	assert_refused("ready started", "ready tcp", 46);
	assert_refused("after 0", "after 1", 46);
	assert_refused("oom-score 0", "oom-score -1001", 30);
	assert_refused("sandbox yes", "sandbox true", 33);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(services_of_the_system_come_first),
		cmocka_unit_test(an_image_without_roles_has_a_plan),
		cmocka_unit_test(every_line_counts),
		cmocka_unit_test(bad_values_are_refused),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
