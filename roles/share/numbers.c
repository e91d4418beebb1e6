/* SPDX-License-Identifier: MIT */
#include "numbers.h"

#include "ids.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* 0 when one could not be had. */
static int give_all(struct settings *settings, struct ids *ids)
{
	int all = (settings->guest_number = ids_number(ids, IDS_USER, NAMES_GUEST)) != 0;

	for (size_t i = 0; i < settings->users.count; i++) {
		const struct user *user = &settings->users.list[i];

		if (user->hash[0] != '\0')
			all &= (settings->user_numbers[i] =
			               ids_number(ids, IDS_USER, user->name)) != 0;
	}
	for (size_t i = 0; i < settings->share_count; i++) {
		struct share *share = &settings->shares[i];

		all &= (share->number = ids_number(ids, IDS_SHARE, share->name)) != 0;
	}
	return all;
}

int numbers_give(struct settings *settings)
{
	const char *folder = settings->folders.data;
	struct ids ids = { 0 };
	int result = 0;

	settings->user_numbers = calloc(settings->users.count + 1, sizeof(*settings->user_numbers));
	if (settings->user_numbers == NULL) {
		fprintf(stderr, "share: out of memory\n");
		return -1;
	}
	if (!settings->folders.host && ids_load(&ids, folder) == -1)
		result = -1;
	if (result == 0 && !give_all(settings, &ids)) {
		fprintf(stderr, "share: %s/.ids: no number is left, or no memory\n", folder);
		result = -1;
	}
	if (result == 0 && !settings->folders.host)
		result = ids_save(&ids, folder);
	ids_free(&ids);
	return result;
}
