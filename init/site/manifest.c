/* SPDX-License-Identifier: MIT */
#include "manifest.h"

#include "../launch/capability.h"
#include "schema.h"
#include "site.h"
#include "text-values.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	DEFAULT_TIMEOUT = 30 * 1000,
	DEFAULT_PREPARE_TIMEOUT = 60 * 1000,
	DEFAULT_STOP_TIMEOUT = 10 * 1000,
	LONGEST_TIMEOUT = 60 * 60 * 1000,
	DEFAULT_FILES = 1024,
	LAST_UID = 65533, /* 65534 is nobody */
};

static const char *const reload_names[] = { "HUP", "USR1", "USR2", NULL };
static const int reload_signals[] = { SIGHUP, SIGUSR1, SIGUSR2, 0 };
static const char *const sandbox_names[] = {
	[SANDBOX_NO] = "no",
	[SANDBOX_YES] = "yes",
	[SANDBOX_MUST] = "must",
	[SANDBOX_COUNT] = NULL,
};
static_assert(sizeof(reload_names) / sizeof(reload_names[0]) ==
        sizeof(reload_signals) / sizeof(reload_signals[0]),
    "each name has its signal");

static const char *check_path(const char *text)
{
	if (text[0] != '/')
		return "is not an absolute path";
	return strlen(text) < PLAN_PATH ? NULL : "is too long a path";
}

/* A mode in octal, as chmod(1) writes it. */
static const char *check_umask(const char *text)
{
	return strlen(text) == 3 && strspn(text, "01234567") == 3 ? NULL : "is not a mode like 027";
}

static const char *check_command(const char *text)
{
	return text[0] == '/' ? NULL : "does not start with an absolute path";
}

static const char *check_capability(const char *text)
{
	return capability_bit(text) != 0 ? NULL : "is not a capability";
}

/* NUMBER/udp or NUMBER/tcp. */
static const char *read_port(const char *text, uint16_t *port)
{
	char number[8];
	const char *slash = strchr(text, '/');

	if (slash == NULL || (strcmp(slash, "/udp") != 0 && strcmp(slash, "/tcp") != 0) ||
	    (size_t)(slash - text) >= sizeof(number))
		return "is not NUMBER/udp or NUMBER/tcp";
	snprintf(number, sizeof(number), "%.*s", (int)(slash - text), text);
	return text_port(number, port);
}

/* The build and the tests read it, init does not. */
static const char *check_port(const char *text)
{
	return read_port(text, NULL);
}

/* notify, started, `fd N` (N from 3 to 9), `file PATH`, `port NUMBER/tcp`. */
static const char *read_ready(const char *text, struct service_plan *plan)
{
	static const char reason[] =
	    "is not notify, started, `fd 3` ... `fd 9`, `file /PATH` or `port NUMBER/tcp`";
	uint16_t port;

	if (strcmp(text, "notify") == 0) {
		plan->ready = READY_NOTIFY;
	} else if (strcmp(text, "started") == 0) {
		plan->ready = READY_STARTED;
	} else if (strncmp(text, "fd ", 3) == 0 && text[3] >= '3' && text[3] <= '9' &&
	    text[4] == '\0') {
		plan->ready = READY_FD;
		plan->ready_fd = text[3] - '0';
	} else if (strncmp(text, "file ", 5) == 0 && check_path(text + 5) == NULL) {
		plan->ready = READY_FILE;
		snprintf(plan->ready_file, sizeof(plan->ready_file), "%s", text + 5);
	} else if (strncmp(text, "port ", 5) == 0 && read_port(text + 5, &port) == NULL) {
		plan->ready = strstr(text, "/udp") == NULL ? READY_TCP : READY_UDP;
		plan->ready_port = port;
	} else {
		return reason;
	}
	return NULL;
}

static const char *check_ready(const char *text)
{
	struct service_plan unused;

	return read_ready(text, &unused);
}

/* A signal's name, or a program. */
static const char *check_reload(const char *text)
{
	for (size_t i = 0; reload_names[i] != NULL; i++)
		if (strcmp(text, reload_names[i]) == 0)
			return NULL;
	return text[0] == '/' ? NULL : "is not HUP, USR1, USR2 or a program with its whole path";
}

static const struct schema_key role_keys[] = {
	{ "description", SCHEMA_TEXT, SCHEMA_REQUIRED },
	{ "uid", SCHEMA_INTEGER, SCHEMA_REQUIRED, .min = 0, .max = LAST_UID },
	{ "ports", SCHEMA_TEXT, SCHEMA_LIST, .check = check_port },
	{ "prepare", SCHEMA_TEXT, .check = check_command },
	{ "prepare-timeout", SCHEMA_DURATION, .min = 1, .max = LONGEST_TIMEOUT },
	{ "volatile", SCHEMA_BOOL },
	{ "container", SCHEMA_BOOL }, /* scripts/image asks */
	{ 0 },
};

static const struct schema_key build_keys[] = {
	{ "packages", SCHEMA_TEXT, SCHEMA_EMPTY },
	{ "libraries", SCHEMA_TEXT, SCHEMA_EMPTY },
	{ 0 },
};

static const struct schema_key service_keys[] = {
	{ "command", SCHEMA_TEXT, SCHEMA_REQUIRED, .check = check_command },
	{ "environment", SCHEMA_TEXT },
	{ "check", SCHEMA_TEXT, .check = check_command },
	{ "ready", SCHEMA_TEXT, .check = check_ready },
	{ "ready-timeout", SCHEMA_DURATION, .min = 1, .max = LONGEST_TIMEOUT },
	{ "stop-timeout", SCHEMA_DURATION, .min = 1, .max = LONGEST_TIMEOUT },
	{ "needs-clock", SCHEMA_DURATION, .min = 1, .max = LONGEST_TIMEOUT },
	{ "needs-address", SCHEMA_DURATION, .min = 1, .max = LONGEST_TIMEOUT },
	{ "capabilities", SCHEMA_TEXT, SCHEMA_LIST | SCHEMA_EMPTY, .check = check_capability },
	{ "log-size", SCHEMA_SIZE, .min = 4096, .max = 1 << 30 },
	{ "memory", SCHEMA_SHARE },
	{ "processes", SCHEMA_INTEGER, .min = 1, .max = 1000000 },
	{ "files", SCHEMA_INTEGER, .min = 16, .max = 1048576 },
	{ "memory-high", SCHEMA_SHARE },
	{ "cpu-weight", SCHEMA_INTEGER, .min = 1, .max = 10000 },
	{ "io-max", SCHEMA_SIZE, .min = 65536, .max = INT64_MAX },
	{ "oom-score", SCHEMA_INTEGER, .min = -1000, .max = 1000 },
	{ "umask", SCHEMA_TEXT, .check = check_umask },
	{ "group", SCHEMA_INTEGER, .min = 1, .max = LAST_UID },
	{ "sandbox", SCHEMA_CHOICE, .choices = sandbox_names },
	{ "network", SCHEMA_BOOL },
	{ "see-processes", SCHEMA_BOOL },
	{ "seccomp", SCHEMA_NAME },
	{ "writable", SCHEMA_TEXT, SCHEMA_LIST, .check = check_path },
	{ "readable", SCHEMA_TEXT, SCHEMA_LIST, .check = check_path },
	{ "execute", SCHEMA_TEXT, SCHEMA_LIST, .check = check_path },
	{ "device", SCHEMA_TEXT, .check = check_path },
	{ "reload", SCHEMA_TEXT, .check = check_reload },
	{ "when", SCHEMA_TEXT, .check = check_path },
	{ "tty", SCHEMA_TEXT, SCHEMA_LIST, .check = check_path },
	{ "after", SCHEMA_NAME, SCHEMA_LIST },
	{ "required", SCHEMA_BOOL },
	{ 0 },
};

static const struct schema_section manifest_schema[] = {
	{ "role", role_keys, SCHEMA_REQUIRED },
	{ "build", build_keys },
	{ "service.*", service_keys, .name_type = SCHEMA_NAME },
	{ 0 },
};

/* What is being read: handed down instead of six arguments. */
struct reader {
	const char *role; /* its name */
	const struct site *site;
	const struct site_section *section;
	struct problems *problems;
};

static void complain(const struct reader *reader, const char *key, const char *why)
{
	problem_add(reader->problems, reader->site->file,
	    site_line(reader->site, reader->section, key), key, "%s", why);
}

static void read_words(const struct reader *reader, const char *key, struct plan_words *words)
{
	if (plan_split(words, site_value(reader->site, reader->section, key, "")) == -1)
		complain(reader, key, "is too long, or has too many words");
}

/* What every service has, and then what this one wants. */
static void read_environment(const struct reader *reader, struct service_plan *plan)
{
	char text[2 * PLAN_TEXT];

	snprintf(text, sizeof(text), PLAN_SEARCH "%s %s",
	    plan->ready == READY_NOTIFY ? " NOTIFY_SOCKET=" PLAN_NOTIFY : "",
	    site_value(reader->site, reader->section, "environment", ""));
	if (plan_split(&plan->environment, text) == -1)
		complain(reader, "environment", "is too long, or has too many words");
}

/* A size, or a share of the machine's memory. */
static void read_share(const struct reader *reader, const char *key, uint64_t *bytes,
    unsigned *percent)
{
	const char *value = site_value(reader->site, reader->section, key, NULL);

	if (value != NULL && text_percent(value, percent) != NULL)
		text_size(value, bytes);
}

static void read_capabilities(const struct reader *reader, struct service_plan *plan)
{
	const char *rest = site_value(reader->site, reader->section, "capabilities", "");
	char word[TEXT_WORD_MAX];

	while (text_next_word(&rest, word, sizeof(word)) == 1)
		plan->capabilities |= capability_bit(word);
}

static void read_reload(const struct reader *reader, struct service_plan *plan)
{
	const char *value = site_value(reader->site, reader->section, "reload", "");

	for (size_t i = 0; reload_names[i] != NULL; i++)
		if (strcmp(value, reload_names[i]) == 0)
			plan->reload_signal = reload_signals[i];
	if (plan->reload_signal == 0)
		read_words(reader, "reload", &plan->reload);
}

static void read_paths(const struct reader *reader, const char *key, char paths[PLAN_PATH])
{
	if (snprintf(paths, PLAN_PATH, "%s", site_value(reader->site, reader->section, key, "")) >=
	    PLAN_PATH)
		complain(reader, key, "is too long");
}

static enum sandbox read_sandbox_kind(const struct reader *reader)
{
	const char *value = site_value(reader->site, reader->section, "sandbox", "yes");

	for (int i = 0; sandbox_names[i] != NULL; i++)
		if (strcmp(value, sandbox_names[i]) == 0)
			return (enum sandbox)i;
	return SANDBOX_YES;
}

/* What it may do, see and use: launch/steps.h. */
static void read_sandbox(const struct reader *reader, struct service_plan *plan)
{
	const struct site *site = reader->site;
	const struct site_section *section = reader->section;
	const char *list = site_value(site, section, "seccomp", NULL);

	read_capabilities(reader, plan);
	read_share(reader, "memory", &plan->memory, &plan->memory_percent);
	read_share(reader, "memory-high", &plan->memory_high, &plan->memory_high_percent);
	plan->processes = (unsigned)site_integer(site, section, "processes", 0);
	plan->files = (unsigned)site_integer(site, section, "files", DEFAULT_FILES);
	plan->cpu_weight = (unsigned)site_integer(site, section, "cpu-weight", 0);
	plan->io_max = site_size(site, section, "io-max", 0);
	plan->oom_score = (int)site_integer(site, section, "oom-score", 0);
	plan->umask = (unsigned)strtoul(site_value(site, section, "umask", "027"), NULL, 8);
	plan->group = (gid_t)site_integer(site, section, "group", 0);
	plan->sandbox = read_sandbox_kind(reader);
	plan->network = site_bool(site, section, "network", true);
	plan->see_processes = site_bool(site, section, "see-processes", false);
	if (list != NULL)
		snprintf(plan->seccomp, sizeof(plan->seccomp), MANIFEST_FILTER, reader->role, list);
	read_paths(reader, "writable", plan->writable);
	read_paths(reader, "readable", plan->readable);
	read_paths(reader, "execute", plan->execute);
}

static void read_service(const struct reader *reader, struct service_plan *plan)
{
	const struct site *site = reader->site;
	const struct site_section *section = reader->section;

	if (strlen(section->name) >= sizeof(plan->name))
		return; /* the schema has said so */
	snprintf(plan->name, sizeof(plan->name), "%s", section->name);
	read_words(reader, "command", &plan->command);
	read_words(reader, "check", &plan->check);
	read_ready(site_value(site, section, "ready", "started"), plan);
	read_environment(reader, plan);
	plan->ready_timeout =
	    (int64_t)site_duration(site, section, "ready-timeout", DEFAULT_TIMEOUT);
	plan->stop_timeout =
	    (int64_t)site_duration(site, section, "stop-timeout", DEFAULT_STOP_TIMEOUT);
	plan->needs_clock = (int64_t)site_duration(site, section, "needs-clock", 0);
	plan->needs_address = (int64_t)site_duration(site, section, "needs-address", 0);
	read_sandbox(reader, plan);
	plan->log_size = site_size(site, section, "log-size", 0);
	read_reload(reader, plan);
	read_paths(reader, "device", plan->device);
	read_paths(reader, "when", plan->when);
	read_paths(reader, "tty", plan->tty);
	plan->required = site_bool(site, section, "required", true);
}

/* The bit of each service named in `after`. Only services that stand before may be named,
 * so that no circle can be written. */
static void read_after(const struct reader *reader, const struct role_plan *manifest,
    struct service_plan *plan)
{
	const char *rest = site_value(reader->site, reader->section, "after", "");
	char word[TEXT_WORD_MAX];

	while (text_next_word(&rest, word, sizeof(word)) == 1) {
		const struct service_plan *other = manifest->services;

		while (other < plan && strcmp(other->name, word) != 0)
			other++;
		if (other == plan)
			complain(reader, "after", "names no service that stands before this one");
		else
			plan->after |= 1U << (other - manifest->services);
	}
}

static void read_role(const struct reader *reader, struct role_plan *manifest)
{
	manifest->uid = (uid_t)site_integer(reader->site, reader->section, "uid", LAST_UID);
	manifest->volatile_data = site_bool(reader->site, reader->section, "volatile", true);
	read_words(reader, "prepare", &manifest->prepare);
	manifest->prepare_timeout = (int64_t)site_duration(reader->site, reader->section,
	    "prepare-timeout", DEFAULT_PREPARE_TIMEOUT);
}

static void read_all(struct role_plan *manifest, const char *name, const struct site *site,
    struct problems *problems)
{
	struct reader reader = { name, site, site_section(site, "role"), problems };

	schema_check(site, manifest_schema, problems);
	for (size_t i = 0; i < site->section_count; i++) {
		const char *first = site->sections[i].role;

		if (strcmp(first, "role") != 0 && strcmp(first, "build") != 0 &&
		    strcmp(first, "service") != 0)
			problem_add(problems, site->file, site->sections[i].line,
			    site->sections[i].title, "is not a section of role.conf");
	}
	read_role(&reader, manifest);
	reader.section = NULL;
	while ((reader.section = site_next_section(site, "service", reader.section)) != NULL) {
		struct service_plan *plan = &manifest->services[manifest->service_count];

		if (manifest->service_count == PLAN_SERVICES) {
			complain(&reader, "", "is one service too many");
			return;
		}
		read_service(&reader, plan);
		read_after(&reader, manifest, plan);
		manifest->service_count++;
	}
}

int manifest_read(struct role_plan *manifest, const char *name, const char *file, const char *text,
    size_t length, struct problems *problems)
{
	size_t errors = problems->errors;
	struct site site;

	memset(manifest, 0, sizeof(*manifest));
	if (text_name(name) != NULL)
		problem_add(problems, file, 0, name, "is no name for a role");
	else
		snprintf(manifest->name, sizeof(manifest->name), "%s", name);
	if (site_parse(&site, file, text, length, problems) == -1)
		problem_add(problems, file, 0, "", "out of memory");
	else
		read_all(manifest, name, &site, problems);
	site_free(&site);
	return problems->errors == errors ? 0 : -1;
}
