/* SPDX-License-Identifier: MIT */
/* schema-value [pure] - one value against its key: the part of schema.h below sections. */

#include "schema.h"
#include "secret.h"
#include "text-values.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { LIMIT_TEXT_MAX = 32 };

/* A reader of text.h without its result. */
#define CHECK(type) \
	static const char *check_##type(const char *text) \
	{ \
		return text_##type(text, NULL); \
	}
CHECK(bool)
CHECK(duration)
CHECK(size)
CHECK(port)
CHECK(mac)
CHECK(address)
CHECK(prefix)
CHECK(network)
CHECK(listen)
CHECK(server)

static const char *check_text(const char *text)
{
	return *text ? NULL : "is empty";
}

static const char *check_integer(const char *text)
{
	return text_integer(text, INT64_MIN, INT64_MAX, NULL);
}

static const char *check_share(const char *text)
{
	if (text_percent(text, NULL) == NULL || text_size(text, NULL) == NULL)
		return NULL;
	return "is neither a size like 64M nor a share like 75%";
}

static const char *check_choice(const char *text)
{
	(void)text;
	return "is not one of the words allowed here";
}

/* The reader of each type; every type has one. */
static const char *(*const checks[])(const char *) = {
	[SCHEMA_TEXT] = check_text,
	[SCHEMA_BOOL] = check_bool,
	[SCHEMA_INTEGER] = check_integer,
	[SCHEMA_DURATION] = check_duration,
	[SCHEMA_SIZE] = check_size,
	[SCHEMA_SHARE] = check_share,
	[SCHEMA_PORT] = check_port,
	[SCHEMA_MAC] = check_mac,
	[SCHEMA_ADDRESS] = check_address,
	[SCHEMA_PREFIX] = check_prefix,
	[SCHEMA_NETWORK] = check_network,
	[SCHEMA_LISTEN] = check_listen,
	[SCHEMA_SERVER] = check_server,
	[SCHEMA_HOSTNAME] = text_hostname,
	[SCHEMA_DOMAIN] = text_domain,
	[SCHEMA_HOST_PATTERN] = text_host_pattern,
	[SCHEMA_NAME] = text_name,
	[SCHEMA_CARD] = text_card,
	[SCHEMA_FILE] = text_path,
	[SCHEMA_FOLDER] = text_path,
	[SCHEMA_SECRET] = secret_name,
	[SCHEMA_CHOICE] = check_choice,
};
static_assert(sizeof(checks) / sizeof(*checks) == SCHEMA_TYPE_COUNT, "a type lacks its reader");

static bool is_choice(const struct schema_key *key, const char *word)
{
	for (const char *const *choice = key->choices; choice && *choice; choice++) {
		if (strcmp(*choice, word) == 0)
			return true;
	}
	return false;
}

/* 5000 as "5s", 65536 as "64K": the way a user writes it. */
static const char *format_limit(enum schema_type type, int64_t limit, char out[LIMIT_TEXT_MAX])
{
	static const struct {
		enum schema_type type;
		int64_t factor;
		const char *name;
	} units[] = {
		{ SCHEMA_DURATION, INT64_C(24) * 60 * 60 * 1000, "d" },
		{ SCHEMA_DURATION, INT64_C(60) * 60 * 1000, "h" },
		{ SCHEMA_DURATION, INT64_C(60) * 1000, "m" },
		{ SCHEMA_DURATION, 1000, "s" },
		{ SCHEMA_DURATION, 1, "ms" },
		{ SCHEMA_SIZE, INT64_C(1) << 40, "T" },
		{ SCHEMA_SIZE, 1 << 30, "G" },
		{ SCHEMA_SIZE, 1 << 20, "M" },
		{ SCHEMA_SIZE, 1 << 10, "K" },
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (units[i].type == type && limit != 0 && limit % units[i].factor == 0) {
			snprintf(out, LIMIT_TEXT_MAX, "%" PRId64 "%s", limit / units[i].factor,
			    units[i].name);
			return out;
		}
	}
	snprintf(out, LIMIT_TEXT_MAX, "%" PRId64, limit);
	return out;
}

/* The number that min and max are about. */
static int64_t measure(enum schema_type type, const char *text)
{
	int64_t number = 0;
	uint64_t amount = 0;

	if (type == SCHEMA_INTEGER)
		text_integer(text, INT64_MIN, INT64_MAX, &number);
	else if (type == SCHEMA_DURATION)
		text_duration(text, &amount);
	else
		text_size(text, &amount);
	return type == SCHEMA_INTEGER ? number : (int64_t)amount;
}

static int check_range(const struct schema_key *key, const char *word, char why[PROBLEM_TEXT_MAX])
{
	char min[LIMIT_TEXT_MAX], max[LIMIT_TEXT_MAX];
	int64_t amount;

	if (key->type != SCHEMA_INTEGER && key->type != SCHEMA_DURATION && key->type != SCHEMA_SIZE)
		return 0;
	if (key->min == 0 && key->max == 0)
		return 0;
	amount = measure(key->type, word);
	if (amount >= key->min && amount <= key->max)
		return 0;
	snprintf(why, PROBLEM_TEXT_MAX, "\"%.100s\" is not from %s to %s", word,
	    format_limit(key->type, key->min, min), format_limit(key->type, key->max, max));
	return -1;
}

/* "NAME is not a port ...; or one of: dhcp none" */
static void explain(const struct schema_key *key, const char *word, const char *reason,
    char why[PROBLEM_TEXT_MAX])
{
	const char *nearest = key->choices ? text_nearest(word, key->choices) : NULL;
	size_t used;

	if (key->type == SCHEMA_CHOICE && key->choices)
		snprintf(why, PROBLEM_TEXT_MAX, "\"%.100s\" is not one of:", word);
	else
		snprintf(why, PROBLEM_TEXT_MAX, "\"%.100s\" %s%s", word, reason,
		    key->choices ? "; or one of:" : "");
	for (const char *const *choice = key->choices; choice && *choice; choice++) {
		used = strlen(why);
		snprintf(why + used, PROBLEM_TEXT_MAX - used, " %s", *choice);
	}
	used = strlen(why);
	if (nearest)
		snprintf(why + used, PROBLEM_TEXT_MAX - used, "; did you mean %s?", nearest);
}

static int check_word(const struct schema_key *key, const char *word, char why[PROBLEM_TEXT_MAX])
{
	const char *reason;

	if (is_choice(key, word))
		return 0;
	reason = checks[key->type](word);
	if (reason) {
		explain(key, word, reason, why);
		return -1;
	}
	if (check_range(key, word, why) == -1)
		return -1;
	reason = key->check ? key->check(word) : NULL;
	if (reason) {
		snprintf(why, PROBLEM_TEXT_MAX, "\"%.100s\" %s", word, reason);
		return -1;
	}
	return 0;
}

int schema_check_value(const struct schema_key *key, const char *value, char why[PROBLEM_TEXT_MAX])
{
	char word[TEXT_WORD_MAX];
	int found;

	if (*value == '\0') {
		if (key->flags & SCHEMA_EMPTY)
			return 0;
		snprintf(why, PROBLEM_TEXT_MAX, "is empty");
		return -1;
	}
	if (!(key->flags & SCHEMA_LIST))
		return check_word(key, value, why);
	while ((found = text_next_word(&value, word, sizeof(word))) == 1) {
		if (check_word(key, word, why) == -1)
			return -1;
	}
	if (found == -1) {
		snprintf(why, PROBLEM_TEXT_MAX, "has a word longer than %d bytes",
		    TEXT_WORD_MAX - 1);
		return -1;
	}
	return 0;
}
