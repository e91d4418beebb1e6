/* SPDX-License-Identifier: MIT */
/* role.conf: what each key becomes, and what is refused, with its line. */

#include "manifest.h"
#include "test.h"

#include <linux/capability.h>
#include <signal.h>
#include <string.h>

#define ROLE "[role]\ndescription = d\nuid = 201\n"
#define SERVICE "[service.one]\ncommand = /bin/one\n"

static struct role_plan manifest;
static struct problems problems;

static int take(const char *text)
{
	problems_free(&problems);
	return manifest_read(&manifest, "dns", "role.conf", text, strlen(text), &problems);
}

static void assert_refused(const char *text, unsigned line, const char *key)
{
	assert_int_equal(take(text), -1);
	if (problems.count == 0 || problems.list[0].line != line ||
	    strcmp(problems.list[0].key, key) != 0)
		fail_msg("%s: %u: %s: %s", text, problems.list[0].line, problems.list[0].key,
		    problems.list[0].why);
}

static void the_smallest_has_its_defaults(void **state)
{
	const struct service_plan *service = &manifest.services[0];

	(void)state;
	assert_int_equal(take(ROLE SERVICE), 0);
	assert_string_equal(manifest.name, "dns");
	assert_int_equal(manifest.uid, 201);
	assert_true(manifest.volatile_data);
	assert_null(manifest.prepare.word[0]);
	assert_int_equal(manifest.service_count, 1);
	assert_string_equal(service->name, "one");
	assert_string_equal(service->command.word[0], "/bin/one");
	assert_null(service->command.word[1]);
	assert_int_equal(service->ready, READY_STARTED);
	assert_int_equal(service->stop_timeout, 10000);
	assert_int_equal(service->capabilities, 0);
	assert_int_equal(service->memory, 0);
	assert_int_equal(service->reload_signal, 0);
	assert_int_equal(service->after, 0);
	assert_true(service->required);
}

static void every_key_is_taken(void **state)
{
	const struct service_plan *service = &manifest.services[1];

	(void)state;
	assert_int_equal(take(ROLE
	                     "ports = 53/udp 53/tcp\nprepare = /roles/dns/render --x\n"
	                     "prepare-timeout = 2m\nvolatile = no\n"
	                     "[build]\npackages = a b\nlibraries =\n" SERVICE
	                     "[service.two]\ncommand = /usr/sbin/knotd -c /run/dns/knot.conf\n"
	                     "environment = A=b C=d\nready = fd 4\nready-timeout = 1500ms\n"
	                     "stop-timeout = 2s\nneeds-clock = 10s\nneeds-address = 5s\ncheck = "
	                     "/usr/bin/judge -t\ncapabilities = "
	                     "net_bind_service sys_time\n"
	                     "memory = 75%\nprocesses = 64\nfiles = 65536\nreload = HUP\n"
	                     "tty = /dev/ttyS1 /dev/console\nafter = one\nrequired = no\n"),
	    0);
	assert_false(manifest.volatile_data);
	assert_string_equal(manifest.prepare.word[1], "--x");
	assert_int_equal(manifest.prepare_timeout, 120000);
	assert_string_equal(service->command.word[2], "/run/dns/knot.conf");
	assert_string_equal(service->environment.word[0], PLAN_SEARCH);
	assert_string_equal(service->environment.word[2], "C=d");
	assert_int_equal(service->ready, READY_FD);
	assert_int_equal(service->ready_fd, 4);
	assert_int_equal(service->ready_timeout, 1500);
	assert_int_equal(service->stop_timeout, 2000);
	assert_int_equal(service->needs_clock, 10000);
	assert_int_equal(service->needs_address, 5000);
	assert_string_equal(service->check.word[1], "-t");
	assert_true(service->capabilities ==
	    ((uint64_t)1 << CAP_NET_BIND_SERVICE | (uint64_t)1 << CAP_SYS_TIME));
	assert_int_equal(service->memory_percent, 75);
	assert_int_equal(service->processes, 64);
	assert_int_equal(service->files, 65536);
	assert_int_equal(service->reload_signal, SIGHUP);
	assert_string_equal(service->tty, "/dev/ttyS1 /dev/console");
	assert_int_equal(service->after, 1);
	assert_false(service->required);
}

static void a_sandbox_is_closed_unless_it_is_opened(void **state)
{
	const struct service_plan *service = &manifest.services[0];

	(void)state;
	assert_int_equal(take(ROLE SERVICE), 0);
	assert_int_equal(service->sandbox, SANDBOX_YES);
	assert_true(service->network);
	assert_false(service->see_processes);
	assert_int_equal(service->umask, 027);
	assert_int_equal(service->group, 0);
	assert_int_equal(service->oom_score, 0);
	assert_string_equal(service->writable, "");
	assert_string_equal(service->readable, "");
	assert_string_equal(service->execute, "");
	assert_string_equal(service->seccomp,
	    ""); /* whether the folder has a list is not known here */
	assert_int_equal(take(ROLE SERVICE
	                     "writable = /run/a /data/b\nreadable = /sys\nexecute = /usr/bin/x\n"
	                     "seccomp = calls\numask = 077\ngroup = 211\noom-score = "
	                     "-500\nsee-processes = yes\n"
	                     "network = no\nsandbox = must\ncpu-weight = 20\nio-max = "
	                     "30M\nmemory-high = 64M\n"),
	    0);
	assert_string_equal(service->writable, "/run/a /data/b");
	assert_string_equal(service->readable, "/sys");
	assert_string_equal(service->execute, "/usr/bin/x");
	assert_string_equal(service->seccomp, "/roles/dns/calls.bpf");
	assert_int_equal(service->umask, 077);
	assert_int_equal(service->group, 211);
	assert_int_equal(service->oom_score, -500);
	assert_true(service->see_processes);
	assert_false(service->network);
	assert_int_equal(service->sandbox, SANDBOX_MUST);
	assert_int_equal(service->cpu_weight, 20);
	assert_int_equal(service->io_max, 30 << 20);
	assert_int_equal(service->memory_high, 64 << 20);
	assert_int_equal(take(ROLE SERVICE "device = /dev/vmbus/hv_kvp\n"), 0);
	assert_string_equal(service->device, "/dev/vmbus/hv_kvp");
	assert_refused(ROLE SERVICE "device = hv_kvp\n", 6, "device");
	assert_int_equal(take(ROLE SERVICE "when = /run/dns/asked\n"), 0);
	assert_string_equal(service->when, "/run/dns/asked");
	assert_refused(ROLE SERVICE "when = asked\n", 6, "when");
	assert_refused(ROLE SERVICE "writable = run\n", 6, "writable");
	assert_refused(ROLE SERVICE "sandbox = maybe\n", 6, "sandbox");
	assert_refused(ROLE SERVICE "group = root\n", 6, "group");
	assert_refused(ROLE SERVICE "umask = 888\n", 6, "umask");
	assert_refused(ROLE SERVICE "oom-score = 1001\n", 6, "oom-score");
	assert_refused(ROLE SERVICE "seccomp = ../x\n", 6, "seccomp");
}

static void readiness_has_five_kinds(void **state)
{
	(void)state;
	assert_int_equal(take(ROLE SERVICE "ready = notify\n"), 0);
	assert_int_equal(manifest.services[0].ready, READY_NOTIFY);
	assert_int_equal(take(ROLE SERVICE "ready = file /run/dns/x\n"), 0);
	assert_int_equal(manifest.services[0].ready, READY_FILE);
	assert_string_equal(manifest.services[0].ready_file, "/run/dns/x");
	assert_int_equal(take(ROLE SERVICE "ready = port 80/tcp\n"), 0);
	assert_int_equal(manifest.services[0].ready, READY_TCP);
	assert_int_equal(manifest.services[0].ready_port, 80);
	assert_int_equal(take(ROLE SERVICE "ready = port 53/udp\n"), 0);
	assert_int_equal(manifest.services[0].ready, READY_UDP);
	assert_refused(ROLE SERVICE "ready = port 0/tcp\n", 6, "ready");
	assert_refused(ROLE SERVICE "ready = port 80\n", 6, "ready");
	assert_refused(ROLE SERVICE "ready = port 80/sctp\n", 6, "ready");
	assert_refused(ROLE SERVICE "ready = fd 2\n", 6, "ready");
	assert_refused(ROLE SERVICE "ready = fd 10\n", 6, "ready");
	assert_refused(ROLE SERVICE "ready = file run\n", 6, "ready");
	assert_refused(ROLE SERVICE "ready = soon\n", 6, "ready");
}

static void a_reload_is_a_signal_or_a_program(void **state)
{
	(void)state;
	assert_int_equal(take(ROLE SERVICE "reload = USR2\n"), 0);
	assert_int_equal(manifest.services[0].reload_signal, SIGUSR2);
	assert_null(manifest.services[0].reload.word[0]);
	assert_int_equal(take(ROLE SERVICE "reload = /bin/ctl -r HUP\n"), 0);
	assert_int_equal(manifest.services[0].reload_signal, 0);
	assert_string_equal(manifest.services[0].reload.word[0], "/bin/ctl");
	assert_string_equal(manifest.services[0].reload.word[2], "HUP");
}

static void mistakes_are_refused_with_their_line(void **state)
{
	(void)state;
	assert_refused(SERVICE, 0, "");
	assert_refused(ROLE "colour = blue\n", 4, "colour");
	assert_refused(ROLE "[paint]\n", 4, "paint");
	assert_refused("[role]\ndescription = d\nuid = 65534\n", 3, "uid");
	assert_refused(ROLE "ports = 53\n", 4, "ports");
	assert_refused(ROLE "ports = 70000/udp\n", 4, "ports");
	assert_refused(ROLE "[service.one]\n", 4, "command");
	assert_refused(ROLE "[service.one]\ncommand = one\n", 5, "command");
	assert_refused(ROLE SERVICE "capabilities = fly\n", 6, "capabilities");
	assert_refused(ROLE SERVICE "memory = 101%\n", 6, "memory");
	assert_refused(ROLE SERVICE "reload = KILL\n", 6, "reload");
	assert_refused(ROLE SERVICE "reload = daemonctl\n", 6, "reload");
	assert_refused(ROLE SERVICE "after = two\n[service.two]\ncommand = /bin/two\n", 6, "after");
	assert_refused(ROLE SERVICE "after = one\n", 6, "after");
}

static void all_mistakes_are_told_at_once(void **state)
{
	(void)state;
	assert_int_equal(take("[role]\nuid = x\n[service.A]\nready = no\n"), -1);
	assert_true(problems.count >= 4);
}

static void limits_hold(void **state)
{
	static char text[16384];
	size_t used = 0;

	(void)state;
	used += (size_t)snprintf(text, sizeof(text), ROLE "[service.one]\ncommand = /bin/one");
	for (int word = 0; word < PLAN_WORDS; word++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, " %d", word);
	snprintf(text + used, sizeof(text) - used, "\n");
	assert_refused(text, 5, "command");
	used = (size_t)snprintf(text, sizeof(text), ROLE);
	for (int service = 0; service <= PLAN_SERVICES; service++)
		used += (size_t)snprintf(text + used, sizeof(text) - used,
		    "[service.s%d]\ncommand = /bin/s\n", service);
	assert_int_equal(take(text), -1);
	assert_int_equal(manifest.service_count, PLAN_SERVICES);
}

static void a_folder_must_have_a_proper_name(void **state)
{
	(void)state;
	problems_free(&problems);
	assert_int_equal(manifest_read(&manifest, "../x", "role.conf", ROLE, strlen(ROLE),
	                     &problems),
	    -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_smallest_has_its_defaults),
		cmocka_unit_test(every_key_is_taken),
		cmocka_unit_test(a_sandbox_is_closed_unless_it_is_opened),
		cmocka_unit_test(readiness_has_five_kinds),
		cmocka_unit_test(a_reload_is_a_signal_or_a_program),
		cmocka_unit_test(mistakes_are_refused_with_their_line),
		cmocka_unit_test(all_mistakes_are_told_at_once),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(a_folder_must_have_a_proper_name),
	};
	int failed = cmocka_run_group_tests_name("manifest", tests, NULL, NULL);

	problems_free(&problems);
	return failed;
}
