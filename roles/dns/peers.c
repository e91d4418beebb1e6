/* SPDX-License-Identifier: MIT */
#include "peers.h"

#include "tsig-key.h"

#include <string.h>
#include <sys/socket.h>

static const char *read_server(const char *word, struct peers *peers)
{
	struct text_listen server;
	const char *why = text_server(word, &server);

	if (why)
		return why;
	peers->networks[peers->count].address = server.address;
	peers->networks[peers->count].length = server.address.family == AF_INET6 ? 128 : 32;
	peers->ports[peers->count++] = server.port;
	return NULL;
}

static const char *read_network(const char *word, struct peers *peers)
{
	const char *why = text_network(word, &peers->networks[peers->count]);

	if (!why)
		peers->ports[peers->count++] = 0;
	return why;
}

static const char *read_key(const char **rest, struct peers *peers)
{
	char word[TEXT_WORD_MAX];

	if (text_next_word(rest, word, sizeof(word)) != 1)
		return "`key` needs the name of a key behind it";
	if (strlen(word) >= PEERS_KEY_MAX || strcmp(word, ".") == 0 || text_domain(word))
		return "the key's name is no domain name";
	tsig_key_name(word, peers->key);
	if (text_next_word(rest, word, sizeof(word)) != 0)
		return "nothing may stand behind `key NAME`; a further rule is a further line";
	return NULL;
}

static const char *read_line(const char *text, struct peers *peers,
    const char *(*read_address)(const char *word, struct peers *peers))
{
	char word[TEXT_WORD_MAX];
	const char *rest = text, *why;
	int found;

	memset(peers, 0, sizeof(*peers));
	while ((found = text_next_word(&rest, word, sizeof(word))) == 1) {
		if (strcmp(word, "key") == 0)
			return read_key(&rest, peers);
		if (peers->count == PEERS_MAX)
			return "has more than 64 addresses: write several lines";
		if ((why = read_address(word, peers)))
			return why;
	}
	return found == -1 ? "has a word that is too long" : NULL;
}

const char *peers_read_servers(const char *text, struct peers *peers)
{
	struct peers own;
	const char *why;

	if (!peers)
		peers = &own;
	why = read_line(text, peers, read_server);
	if (!why && peers->count == 0)
		return "needs the address of a server";
	return why;
}

const char *peers_read_rule(const char *text, struct peers *peers)
{
	struct peers own;
	const char *why;

	if (!peers)
		peers = &own;
	why = read_line(text, peers, read_network);
	if (!why && peers->count == 0 && !peers->key[0])
		return "needs an address, a network or `key NAME`";
	return why;
}

bool peers_none(const char *text)
{
	return strcmp(text, "none") == 0;
}

const char *peers_check_from(const char *text)
{
	return peers_read_servers(text, NULL);
}

const char *peers_check_notify(const char *text)
{
	return peers_none(text) ? NULL : peers_read_servers(text, NULL);
}

const char *peers_check_transfer(const char *text)
{
	return peers_none(text) ? NULL : peers_read_rule(text, NULL);
}

const char *peers_check_update(const char *text)
{
	struct peers peers = { .key = "" };
	const char *why = peers_none(text) ? NULL : peers_read_rule(text, &peers);

	if (!why && !peers_none(text) && !peers.key[0])
		return "needs `key NAME`: updates are only taken signed (TSIG)";
	return why;
}
