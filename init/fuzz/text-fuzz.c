/* SPDX-License-Identifier: MIT */
/*
 * Any text, given to every reader of text.h. Beyond "no crash": what is printed reads
 * back as the same, a network is also a prefix, and words join to their list again.
 */

#include "secret.h"
#include "text-values.h"

#include <stdlib.h>
#include <string.h>

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void round_trip_addresses(const char *text)
{
	struct text_address address, again;
	struct text_prefix prefix, prefix_again;
	char out[TEXT_PREFIX_MAX];

	if (text_address(text, &address) == NULL) {
		require(text_address(text_format_address(&address, out), &again) == NULL);
		require(memcmp(&address, &again, sizeof(address)) == 0);
		require(text_listen(text, NULL) == NULL && text_server(text, NULL) == NULL);
	}
	if (text_prefix(text, &prefix) == NULL) {
		require(text_prefix(text_format_prefix(&prefix, out), &prefix_again) == NULL);
		require(memcmp(&prefix, &prefix_again, sizeof(prefix)) == 0);
	}
	if (strchr(text, '/') && text_network(text, NULL) == NULL)
		require(text_prefix(text, NULL) == NULL);
	text_mac(text, NULL);
}

static void read_numbers(const char *text)
{
	uint64_t amount;
	int64_t number;
	uint16_t port;
	bool value;

	text_bool(text, &value);
	if (text_integer(text, -5, 5, &number) == NULL)
		require(number >= -5 && number <= 5);
	if (text_duration(text, &amount) == NULL)
		require(amount <= UINT64_C(36500) * 86400 * 1000);
	if (text_size(text, &amount) == NULL)
		require(amount <= INT64_MAX);
	if (text_port(text, &port) == NULL)
		require(port != 0);
	text_percent(text, NULL);
}

static void read_names(const char *text)
{
	if (text_hostname(text) == NULL)
		require(text_domain(text) == NULL && text_host_pattern(text) == NULL);
	if (text_path(text) == NULL)
		require(text[0] != '/' && !strstr(text, "//") && strncmp(text, "../", 3) != 0 &&
		    !strstr(text, "/../"));
	if (secret_name(text) == NULL)
		require(!strchr(text, '/') && text[0] != '.');
	text_name(text);
	text_card(text);
}

static void walk_words(const char *text)
{
	static const char *const names[] = { "address", "hostname", "dns", NULL };
	const char *rest = text;
	char word[TEXT_WORD_MAX];
	size_t bytes = 0;
	int found;

	while ((found = text_next_word(&rest, word, sizeof(word))) != 0) {
		if (found == 1) {
			require(*word != '\0' && !strpbrk(word, " \t"));
			require(text_list_has(text, word));
			bytes += strlen(word);
		}
	}
	require(bytes <= strlen(text) && *rest == '\0');
	text_nearest(text, names);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	memcpy(text, data, size);
	text[size] = '\0';
	text_utf8(text, size);
	round_trip_addresses(text);
	read_numbers(text);
	read_names(text);
	walk_words(text);
	free(text);
	return 0;
}
