/* SPDX-License-Identifier: MIT */
/* Whatever stands behind `nfs =`, what is taken is within its limits; the same for groups and lists. */
#include "clients.h"
#include "names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size);
	struct clients clients = { 0 };
	const struct client *first = NULL;
	char name[USER_NAME_MAX];

	if (clients_read(text, &clients) == NULL && clients.count == 0)
		abort();
	if (clients.count > CLIENTS_MAX)
		abort();
	for (size_t i = 0; i < clients.count; i++)
		if (clients.list[i].squash >= SQUASH_COUNT || clients.list[i].network.length > 128)
			abort();
	if (clients_overlap(&clients, &first) != NULL && first == NULL)
		abort();
	if (names_group(text) == NULL && names_split_group(text, name) == NULL)
		abort();
	if (names_path(text) == NULL && (text[0] == '/' || strstr(text, "..") == text))
		abort();
	(void)names_who(text);
	(void)names_share(text);
	free(text);
	return 0;
}
