/* SPDX-License-Identifier: MIT */
#include "clients.h"

#include <assert.h>
#include <string.h>

static const char *const squash_names[] = {
	[SQUASH_ALL] = "all_squash",
	[SQUASH_ROOT] = "root_squash",
	[SQUASH_NONE] = "no_root_squash",
};
static_assert(sizeof(squash_names) / sizeof(squash_names[0]) == SQUASH_COUNT, "each has its word");

const char *clients_squash_name(enum squash squash)
{
	return squash_names[squash];
}

static bool read_squash(const char *word, enum squash *squash)
{
	for (unsigned i = 0; i < SQUASH_COUNT; i++) {
		if (strcmp(word, squash_names[i]) == 0) {
			*squash = (enum squash)i;
			return true;
		}
	}
	return false;
}

/* NETWORK ro|rw [SQUASH] */
static const char *read_client(const char *text, struct client *client)
{
	static const char reason[] = "lacks what a client may do: NETWORK ro, or NETWORK rw";
	char word[TEXT_WORD_MAX];
	const char *why;
	int found = text_next_word(&text, word, sizeof(word));

	*client = (struct client){ .squash = SQUASH_ALL };
	if (found != 1)
		return found == 0 ? "has a client without a network"
		                  : "has a word that is too long";
	if ((why = text_network(word, &client->network)) != NULL)
		return why;
	if (text_next_word(&text, word, sizeof(word)) != 1)
		return reason;
	client->write = strcmp(word, "rw") == 0;
	if (!client->write && strcmp(word, "ro") != 0)
		return reason;
	if ((found = text_next_word(&text, word, sizeof(word))) == 0)
		return NULL;
	if (found == -1 || !read_squash(word, &client->squash))
		return "has a word that is none of all_squash, root_squash and no_root_squash; "
		       "between two clients stands a comma";
	return text_next_word(&text, word, sizeof(word)) == 0
	    ? NULL
	    : "has too many words; between two clients stands a comma";
}

const char *clients_read(const char *text, struct clients *clients)
{
	for (;;) {
		size_t length = strcspn(text, ",");
		char one[TEXT_WORD_MAX];
		const char *why;

		if (length >= sizeof(one))
			return "has a client that is too long";
		if (clients->count == CLIENTS_MAX)
			return "is one client too many: 64 for a share";
		memcpy(one, text, length);
		one[length] = '\0';
		if ((why = read_client(one, &clients->list[clients->count])) != NULL)
			return why;
		clients->count++;
		if (text[length] == '\0')
			return NULL;
		text += length + 1;
	}
}

const char *clients_check(const char *text)
{
	struct clients clients = { 0 };

	return clients_read(text, &clients);
}

static bool overlap(const struct text_prefix *one, const struct text_prefix *other)
{
	unsigned length = one->length < other->length ? one->length : other->length;

	if (one->address.family != other->address.family)
		return false;
	for (unsigned bit = 0; bit < length; bit++)
		if (((one->address.bytes[bit / 8] ^ other->address.bytes[bit / 8]) &
		        (0x80 >> bit % 8)) != 0)
			return false;
	return true;
}

const struct client *clients_overlap(const struct clients *clients, const struct client **first)
{
	for (size_t i = 0; i < clients->count; i++)
		for (size_t j = i + 1; j < clients->count; j++)
			if (overlap(&clients->list[i].network, &clients->list[j].network)) {
				*first = &clients->list[i];
				return &clients->list[j];
			}
	return NULL;
}
