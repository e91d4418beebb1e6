/* SPDX-License-Identifier: MIT */
/* Any file as a seed: what is taken has sections of a seed alone, and a name that a machine may bear; what is not taken is empty. */

#include "problem.h"
#include "seed-text.h"
#include "text-values.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char sections[] = "seed site network admin";
	struct problems problems = { 0 };
	struct site seed;
	bool taken = seed_text_parse(&seed, "seed", (const char *)data, size, &problems);
	const char *hostname;

	require(taken == (problems.errors == 0));
	require(taken || seed.section_count == 0);
	require(strchr(seed_text_instance(&seed), '\n') == NULL);
	for (size_t i = 0; i < seed.section_count; i++)
		require(text_list_has(sections, seed.sections[i].role));
	hostname = site_value(&seed, site_section(&seed, "site"), "hostname", NULL);
	require(hostname == NULL || text_hostname(hostname) == NULL);
	require(site_value(&seed, site_section(&seed, "site"), "roles", NULL) == NULL);
	site_free(&seed);
	problems_free(&problems);
	return 0;
}
