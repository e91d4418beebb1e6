/* SPDX-License-Identifier: MIT */
#include "dnssec-keys.h"

#include "program.h"
#include "secrets.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIGNERS_MAX = 32, PATH_LENGTH_MAX = 4096 };

struct signers {
	const struct settings *settings;
	const struct zone *zone;
	struct problems *problems;
	unsigned tags[SIGNERS_MAX];
	size_t count;
};

/* keymgr ZONE WHAT ARGUMENT... */
static int keymgr(const struct signers *signers, const char *const arguments[4],
    struct program *program)
{
	char path[PATH_LENGTH_MAX], store[PATH_LENGTH_MAX];

	snprintf(path, sizeof(path), "%s/keymgr", signers->settings->folders.bin);
	snprintf(store, sizeof(store), "%s/keys", signers->settings->folders.data);
	*program = (struct program){ .arguments = { path, "-x", "-D", store, signers->zone->name,
		                         arguments[0], arguments[1], arguments[2], arguments[3] },
		.out = -1 };
	if (program_run(program) == 0 && program->status == 0)
		return 0;
	problem_add(signers->problems, "secrets/dns", 0, NULL, "keymgr %s for zone %s failed: %s",
	    arguments[0], signers->zone->name,
	    program->output && program->output[0] ? program->output : strerror(errno));
	return -1;
}

static int take(const char *path, void *context)
{
	struct signers *signers = context;
	struct program program;
	int result;

	if (signers->count == SIGNERS_MAX) {
		problem_add(signers->problems, "secrets/dns", 0, NULL,
		    "more than %d keys for zone %s", SIGNERS_MAX, signers->zone->name);
		return -1;
	}
	signers->tags[signers->count++] = (unsigned)strtoul(strrchr(path, '+') + 1, NULL, 10);
	result =
	    keymgr(signers, (const char *const[]){ "import-bind", path, NULL, NULL }, &program);
	program_free(&program);
	return result;
}

static bool is_given(const struct signers *signers, unsigned tag)
{
	for (size_t i = 0; i < signers->count; i++)
		if (signers->tags[i] == tag)
			return true;
	return false;
}

/* Takes a key out of the zone. It stays in the store. */
static int retire(const struct signers *signers, const char *id)
{
	struct program set;
	int result =
	    keymgr(signers, (const char *const[]){ "set", id, "retire=+0", "remove=+0" }, &set);

	program_free(&set);
	return result;
}

/* What is not given any more goes, and what is given must do. Lines of the list are
 * "ID TAG KSK|ZSK|CSK ALGORITHM created=... active=... [remove=...]". */
static int judge_store(const struct signers *signers)
{
	struct program list;
	char *rest, *line, id[64], role[8];
	bool ksk = false, zsk = false;
	unsigned tag;
	int result = keymgr(signers, (const char *const[]){ "list", NULL, NULL, NULL }, &list);

	rest = list.output;
	while (result == 0 && (line = strsep(&rest, "\n"))) {
		if (sscanf(line, "%63s %u %7s", id, &tag, role) != 3)
			continue;
		if (is_given(signers, tag)) {
			ksk = ksk || strcmp(role, "ZSK") != 0;
			zsk = zsk || strcmp(role, "KSK") != 0;
		} else if (!strstr(line, " remove=")) {
			result = retire(signers, id);
		}
	}
	program_free(&list);
	if (result == 0 && !(ksk && zsk)) {
		problem_add(signers->problems, "secrets/dns", 0, NULL,
		    "zone %s needs a key signing "
		    "key (dnssec-keygen -f KSK) and a zone signing key: the %s is missing",
		    signers->zone->name, ksk ? "latter" : "former");
		result = -1;
	}
	return result;
}

int dnssec_keys_take(const struct settings *settings, struct problems *problems)
{
	for (size_t i = 0; i < settings->zone_count; i++) {
		struct signers signers = { settings, &settings->zones[i], problems, { 0 }, 0 };

		if (!settings->zones[i].given_keys)
			continue;
		if (secrets_each_signer(settings->folders.secrets, settings->zones[i].name, take,
		        &signers) != 0 ||
		    judge_store(&signers) == -1)
			return -1;
	}
	return 0;
}
