/* SPDX-License-Identifier: MIT */
#include "cmdline.h"

#include "text-values.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define PREFIX "whit."
#define BOOTIF "BOOTIF="
#define KNOWN \
	"whit.hostname= whit.address= whit.gateway= whit.dns= whit.data= whit.seed-wait= " \
	"whit.install= whit.erase="

enum { LONGEST_WAIT = 60 * 1000 }; /* ms, for a seed */

static const char *check_address(const char *word)
{
	if (strcmp(word, "dhcp") == 0 || strcmp(word, "none") == 0)
		return NULL;
	return text_prefix(word, NULL) == NULL ? NULL : "is not dhcp, none or ADDRESS/PREFIX";
}

/* What each of several addresses may be, they may not be together: as in site.conf. */
static const char *check_addresses(const char *value)
{
	struct text_prefix prefix;
	char word[CMDLINE_VALUE];
	bool dhcp = false, none = false, ipv4 = false;
	size_t count = 0;

	for (; text_next_word(&value, word, sizeof(word)) == 1; count++) {
		if (strcmp(word, "dhcp") == 0)
			dhcp = true;
		else if (strcmp(word, "none") == 0)
			none = true;
		else if (text_prefix(word, &prefix) == NULL)
			ipv4 = ipv4 || prefix.address.family == AF_INET;
	}
	if (none && count > 1)
		return "has none, which does not go with other addresses";
	if (dhcp && ipv4)
		return "has dhcp, which gives the IPv4 address; no other goes with it";
	return NULL;
}

static const char *check_server(const char *word)
{
	return text_address(word, NULL);
}

static const char *check_data(const char *word)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	if (strcmp(word, "none") == 0 || strcmp(word, "any") == 0)
		return NULL;
	if (strlen(word) != sizeof(shape) - 1)
		return "is not none, any or a partition's UUID";
	for (size_t i = 0; i < sizeof(shape) - 1; i++)
		if (shape[i] == '-' ? word[i] != '-'
		                    : strchr("0123456789abcdefABCDEF", word[i]) == NULL)
			return "is not none, any or a partition's UUID";
	return NULL;
}

static const char *check_wait(const char *word)
{
	uint64_t wait;

	if (text_duration(word, &wait) != NULL || wait > LONGEST_WAIT)
		return "is not a duration of at most 1m, like 20s";
	return NULL;
}

static const char *check_install(const char *word)
{
	static const char *const words[] = { "ask", "auto", "largest", "hardware" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i]) == 0)
			return NULL;
	if (strncmp(word, "/dev/", 5) == 0 && word[5] != '\0')
		return NULL;
	if (strncmp(word, "serial:", 7) == 0 && word[7] != '\0')
		return NULL;
	return "is not ask, auto, largest, /dev/NAME, serial:SERIAL or hardware";
}

static const char *check_erase(const char *word)
{
	return strcmp(word, "yes") == 0 || strcmp(word, "all") == 0 ? NULL : "is not yes or all";
}

static const struct {
	const char *name;
	size_t offset;
	const char *(*check)(const char *word);
	bool list; /* several words: each is checked, else the whole */
	/* What the words of a list may be beside each other; NULL = anything. */
	const char *(*together)(const char *value);
} known[] = {
	{ "hostname", offsetof(struct cmdline, hostname), text_hostname, false, NULL },
	{ "address", offsetof(struct cmdline, address), check_address, true, check_addresses },
	{ "gateway", offsetof(struct cmdline, gateway), check_server, true, NULL },
	{ "dns", offsetof(struct cmdline, dns), check_server, true, NULL },
	{ "data", offsetof(struct cmdline, data), check_data, false, NULL },
	{ "seed-wait", offsetof(struct cmdline, seed_wait), check_wait, false, NULL },
	{ "install", offsetof(struct cmdline, install), check_install, false, NULL },
	{ "erase", offsetof(struct cmdline, erase), check_erase, false, NULL },
};

/* Checks every word of a blank-separated value; an empty value is an error too. */
static const char *check_words(const char *value, const char *(*check)(const char *))
{
	static char word[CMDLINE_VALUE]; /* outlives whatever a check returns */
	const char *why = "is empty";

	while (text_next_word(&value, word, sizeof(word)) == 1) {
		why = check(word);
		if (why != NULL)
			return why;
	}
	return why;
}

/* One word that starts with PREFIX, commas and all. */
static void read_word(struct cmdline *cmdline, char *word, struct problems *problems)
{
	char *value = strchr(word, '=');
	const char *why;

	if (value != NULL)
		*value++ = '\0';
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(word + strlen(PREFIX), known[i].name) != 0)
			continue;
		for (char *comma = value; known[i].list && comma != NULL && *comma != '\0'; comma++)
			if (*comma == ',')
				*comma = ' ';
		why = value == NULL ? "has no value"
		    : known[i].list ? check_words(value, known[i].check)
		                    : known[i].check(value);
		if (why == NULL && known[i].together != NULL)
			why = known[i].together(value);
		if (why != NULL)
			problem_add(problems, "command line", 0, word, "%s; it has no effect", why);
		else
			snprintf((char *)cmdline + known[i].offset, CMDLINE_VALUE, "%s", value);
		return;
	}
	problem_add(problems, "command line", 0, word, "unknown word; the known ones are " KNOWN);
}

/* BOOTIF, as pxelinux and iPXE write it: the hardware's type (01 = Ethernet), then its address. */
static void read_bootif(struct cmdline *cmdline, const char *value)
{
	uint8_t mac[6];

	if (strncmp(value, "01-", 3) != 0 || text_mac(value + 3, mac) != NULL)
		return; /* not ours to complain about */
	snprintf(cmdline->card, sizeof(cmdline->card), "%02x:%02x:%02x:%02x:%02x:%02x", mac[0],
	    mac[1], mac[2], mac[3], mac[4], mac[5]);
}

/* Copies the next word, without its quotes, into word. Returns its length, which may be
 * more than fits; 0 at the end. */
static size_t next_word(const char **rest, char *word, size_t size)
{
	const char *at = *rest;
	size_t length = 0;
	int quoted = 0;

	while (*at == ' ' || *at == '\t' || *at == '\n')
		at++;
	for (; *at != '\0' && (quoted || (*at != ' ' && *at != '\t' && *at != '\n')); at++) {
		if (*at == '"') {
			quoted = !quoted;
			continue;
		}
		if (length + 1 < size)
			word[length] = *at;
		length++;
	}
	word[length < size ? length : size - 1] = '\0';
	*rest = at;
	return length;
}

void cmdline_read(struct cmdline *cmdline, const char *text, struct problems *problems)
{
	char word[sizeof(PREFIX) + 16 + CMDLINE_VALUE];

	memset(cmdline, 0, sizeof(*cmdline));
	while (*text != '\0') {
		size_t length = next_word(&text, word, sizeof(word));

		if (strncmp(word, BOOTIF, strlen(BOOTIF)) == 0 && length < sizeof(word))
			read_bootif(cmdline, word + strlen(BOOTIF));
		if (strncmp(word, PREFIX, strlen(PREFIX)) != 0)
			continue;
		if (length >= sizeof(word) - 16 - 1)
			problem_add(problems, "command line", 0, "whit.*", "a word is too long");
		else
			read_word(cmdline, word, problems);
	}
}
