/* SPDX-License-Identifier: MIT */
/* Whatever stands in a line of peers, what is taken is within its limits. */
#include "peers.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void judge(const char *why, const struct peers *peers, bool server)
{
	if (why)
		return;
	if (peers->count > PEERS_MAX || strlen(peers->key) >= PEERS_KEY_MAX)
		abort();
	if (server ? peers->count == 0 : peers->count == 0 && !peers->key[0])
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size);
	struct peers peers;

	judge(peers_read_servers(text, &peers), &peers, true);
	judge(peers_read_rule(text, &peers), &peers, false);
	(void)peers_check_update(text);
	free(text);
	return 0;
}
