/* SPDX-License-Identifier: MIT */
#include "plan.h"

#include "text.h"

#include <stdio.h>
#include <string.h>

static const char *const booleans[] = { "no", "yes", NULL };
static const char *const sandboxes[] = {
	[SANDBOX_NO] = "no",
	[SANDBOX_YES] = "yes",
	[SANDBOX_MUST] = "must",
	[SANDBOX_COUNT] = NULL,
};
static const char *const ready_kinds[] = {
	[READY_STARTED] = "started",
	[READY_NOTIFY] = "notify",
	[READY_FD] = "fd",
	[READY_FILE] = "file",
	[READY_TCP] = "tcp",
	[READY_UDP] = "udp",
	[READY_KIND_COUNT] = NULL,
};

enum { LAST_UID = 65533, LAST_SIGNAL = 31, LAST_FD = 9 };

#define AT(type, member) offsetof(struct type, member), sizeof(((struct type *)NULL)->member)

const struct plan_field plan_role_fields[] = {
	{ "uid", PLAN_NUMBER, AT(role_plan, uid), .max = LAST_UID },
	{ "volatile", PLAN_CHOICE, AT(role_plan, volatile_data), .names = booleans },
	{ "prepare", PLAN_LIST, AT(role_plan, prepare) },
	{ "prepare-timeout", PLAN_NUMBER, AT(role_plan, prepare_timeout), 1, INT32_MAX },
	{ "prepare-seccomp", PLAN_STRING, AT(role_plan, prepare_seccomp) },
	{ 0 },
};

const struct plan_field plan_service_fields[] = {
	{ "command", PLAN_LIST, AT(service_plan, command) },
	{ "environment", PLAN_LIST, AT(service_plan, environment) },
	{ "check", PLAN_LIST, AT(service_plan, check) },
	{ "ready", PLAN_CHOICE, AT(service_plan, ready), .names = ready_kinds },
	{ "ready-fd", PLAN_NUMBER, AT(service_plan, ready_fd), .max = LAST_FD },
	{ "ready-file", PLAN_STRING, AT(service_plan, ready_file) },
	{ "ready-port", PLAN_NUMBER, AT(service_plan, ready_port), .max = UINT16_MAX },
	{ "ready-timeout", PLAN_NUMBER, AT(service_plan, ready_timeout), 1, INT32_MAX },
	{ "stop-timeout", PLAN_NUMBER, AT(service_plan, stop_timeout), 1, INT32_MAX },
	{ "needs-clock", PLAN_NUMBER, AT(service_plan, needs_clock), .max = INT32_MAX },
	{ "needs-address", PLAN_NUMBER, AT(service_plan, needs_address), .max = INT32_MAX },
	{ "capabilities", PLAN_NUMBER, AT(service_plan, capabilities), .max = INT64_MAX },
	{ "log-size", PLAN_NUMBER, AT(service_plan, log_size), .max = INT32_MAX },
	{ "memory", PLAN_NUMBER, AT(service_plan, memory), .max = INT64_MAX },
	{ "memory-percent", PLAN_NUMBER, AT(service_plan, memory_percent), .max = 100 },
	{ "processes", PLAN_NUMBER, AT(service_plan, processes), .max = INT32_MAX },
	{ "files", PLAN_NUMBER, AT(service_plan, files), .max = INT32_MAX },
	{ "memory-high", PLAN_NUMBER, AT(service_plan, memory_high), .max = INT64_MAX },
	{ "memory-high-percent", PLAN_NUMBER, AT(service_plan, memory_high_percent), .max = 100 },
	{ "cpu-weight", PLAN_NUMBER, AT(service_plan, cpu_weight), .max = 10000 },
	{ "io-max", PLAN_NUMBER, AT(service_plan, io_max), .max = INT64_MAX },
	{ "oom-score", PLAN_NUMBER, AT(service_plan, oom_score), -1000, 1000 },
	{ "umask", PLAN_NUMBER, AT(service_plan, umask), .max = 0777 },
	{ "group", PLAN_NUMBER, AT(service_plan, group), .max = LAST_UID },
	{ "sandbox", PLAN_CHOICE, AT(service_plan, sandbox), .names = sandboxes },
	{ "network", PLAN_CHOICE, AT(service_plan, network), .names = booleans },
	{ "see-processes", PLAN_CHOICE, AT(service_plan, see_processes), .names = booleans },
	{ "seccomp", PLAN_STRING, AT(service_plan, seccomp) },
	{ "writable", PLAN_STRING, AT(service_plan, writable) },
	{ "readable", PLAN_STRING, AT(service_plan, readable) },
	{ "execute", PLAN_STRING, AT(service_plan, execute) },
	{ "device", PLAN_STRING, AT(service_plan, device) },
	{ "reload", PLAN_LIST, AT(service_plan, reload) },
	{ "reload-signal", PLAN_NUMBER, AT(service_plan, reload_signal), .max = LAST_SIGNAL },
	{ "when", PLAN_STRING, AT(service_plan, when) },
	{ "tty", PLAN_STRING, AT(service_plan, tty) },
	{ "after", PLAN_NUMBER, AT(service_plan, after), .max = UINT32_MAX },
	{ "required", PLAN_CHOICE, AT(service_plan, required), .names = booleans },
	{ 0 },
};

int plan_split(struct plan_words *words, const char *text)
{
	size_t used = 0;
	size_t count = 0;
	int got;

	while ((got = text_next_word(&text, words->text + used, sizeof(words->text) - used)) == 1) {
		if (count == PLAN_WORDS - 1)
			return -1;
		words->word[count++] = words->text + used;
		used += strlen(words->text + used) + 1;
	}
	words->word[count] = NULL;
	return got;
}

/* A number is a member of one, four or eight bytes, and its low bytes come first on every machine of ours. */
static const char *set_number(const struct plan_field *field, char *member, const char *value)
{
	int64_t number;
	const char *why = text_integer(value, field->min, field->max, &number);

	if (why == NULL)
		memcpy(member, &number, field->size);
	return why;
}

static const char *set_choice(const struct plan_field *field, char *member, const char *value)
{
	for (int64_t i = 0; field->names[i] != NULL; i++) {
		if (strcmp(field->names[i], value) == 0) {
			memcpy(member, &i, field->size);
			return NULL;
		}
	}
	return "is none of its words";
}

static const char *set_field(const struct plan_field *field, void *object, const char *value)
{
	char *member = (char *)object + field->offset;

	switch (field->kind) {
	case PLAN_NUMBER:
		return set_number(field, member, value);
	case PLAN_CHOICE:
		return set_choice(field, member, value);
	case PLAN_STRING:
		if (strlen(value) >= field->size)
			return "is too long";
		memcpy(member, value, strlen(value) + 1);
		return NULL;
	case PLAN_LIST:
		return plan_split((struct plan_words *)(void *)member, value) == 0
		    ? NULL
		    : "is too long, or has too many words";
	}
	return "is of no kind";
}

/* The text, a line at a time. */
struct reader {
	const char *rest;
	size_t length; /* of rest */
	unsigned number;
	char line[PLAN_LINE]; /* "" at the end */
};

static const char *next_line(struct reader *reader)
{
	const char *end = memchr(reader->rest, '\n', reader->length);
	size_t length = end == NULL ? reader->length : (size_t)(end - reader->rest);

	reader->line[0] = '\0';
	if (reader->length == 0)
		return NULL;
	reader->number++;
	if (end == NULL)
		return "has no end";
	if (length == 0 || length >= sizeof(reader->line) ||
	    memchr(reader->rest, '\0', length) != NULL)
		return "is empty, too long or no text";
	memcpy(reader->line, reader->rest, length);
	reader->line[length] = '\0';
	reader->rest = end + 1;
	reader->length -= length + 1;
	return NULL;
}

/* What stands behind the key of the current line; NULL when the key is another. */
static const char *value_of(const struct reader *reader, const char *key)
{
	size_t length = strlen(key);

	if (strncmp(reader->line, key, length) != 0)
		return NULL;
	if (reader->line[length] == ' ')
		length++;
	else if (reader->line[length] != '\0')
		return NULL;
	return reader->line + length;
}

/* `KEYWORD NAME`, and then the fields, a line each; the next line is then the current one. */
static const char *read_object(struct reader *reader, const char *keyword, char name[PLAN_NAME],
    const struct plan_field *fields, void *object)
{
	const char *value = value_of(reader, keyword);
	const char *why = text_name(value);

	if (why != NULL)
		return why;
	snprintf(name, PLAN_NAME, "%s", value);
	for (; fields->key != NULL; fields++) {
		why = next_line(reader);
		value = value_of(reader, fields->key);
		if (why == NULL && value == NULL)
			why = "is not the key that belongs here";
		if (why == NULL)
			why = set_field(fields, object, value);
		if (why != NULL)
			return why;
	}
	return next_line(reader);
}

static const char *read_service(struct reader *reader, struct role_plan *role)
{
	struct service_plan *service = &role->services[role->service_count];
	const char *why = role->service_count == PLAN_SERVICES
	    ? "is one service too many"
	    : read_object(reader, "service", service->name, plan_service_fields, service);

	if (why != NULL)
		return why;
	if (service->command.word[0] == NULL || service->command.word[0][0] != '/')
		return "ends a service without a command";
	if ((service->ready == READY_FD) != (service->ready_fd > 2))
		return "ends a service whose ready-fd is none";
	if ((service->ready == READY_TCP || service->ready == READY_UDP) !=
	    (service->ready_port > 0))
		return "ends a service whose ready-port is none";
	if (service->after >> role->service_count != 0)
		return "ends a service that stands after a later one";
	role->service_count++;
	return NULL;
}

static const char *read_role(struct reader *reader, struct plan *plan)
{
	struct role_plan *role = &plan->roles[plan->count];
	const char *why;

	if (plan->count == PLAN_ROLES)
		return "is one role too many";
	role->system = value_of(reader, "system") != NULL;
	if (!role->system && value_of(reader, "role") == NULL)
		return "is neither role nor system";
	if (role->system && plan->count > 0 && !role[-1].system)
		return "stands behind a role";
	why = read_object(reader, role->system ? "system" : "role", role->name, plan_role_fields,
	    role);
	while (why == NULL && value_of(reader, "service") != NULL)
		why = read_service(reader, role);
	plan->count++;
	return why;
}

const char *plan_read(struct plan *plan, const char *text, size_t length, unsigned *line)
{
	struct reader reader = { .rest = text, .length = length };
	const char *why = next_line(&reader);

	if (why == NULL && strcmp(reader.line, PLAN_FIRST_LINE) != 0)
		why = "is not " PLAN_FIRST_LINE;
	if (why == NULL)
		why = next_line(&reader);
	while (why == NULL && reader.line[0] != '\0')
		why = read_role(&reader, plan);
	*line = reader.number;
	return why;
}
