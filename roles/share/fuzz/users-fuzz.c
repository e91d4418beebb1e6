/* SPDX-License-Identifier: MIT */
/* Whatever stands in the users' file, what is taken is a name and a hash that ksmbd.mountd can read. */
#include "users.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct users users = { 0 };
	struct problems problems = { 0 };

	users_read((const char *)data, size, &users, "users", &problems);
	for (size_t i = 0; i < users.count; i++) {
		const struct user *user = &users.list[i];

		if (names_user(user->name) != NULL || strlen(user->hash) != USERS_HASH - 1 ||
		    strpbrk(user->hash, ":\r\n") != NULL || users_find(&users, user->name) != user)
			abort();
	}
	problems_free(&problems);
	users_free(&users);
	return 0;
}
