/* SPDX-License-Identifier: MIT */
#include "tsig-key.h"

#include "text-values.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct reader {
	const char *at;
	const char *end;
	unsigned line;
};

enum { WORD_MAX = 1024 };

static void skip_blanks(struct reader *reader)
{
	for (; reader->at < reader->end && strchr(" \t\r\n", *reader->at) && *reader->at;
	     reader->at++)
		if (*reader->at == '\n')
			reader->line++;
}

/* The next '{', '}', ';', bare word or "quoted word" (without its quotes). */
static bool next_word(struct reader *reader, char word[WORD_MAX])
{
	size_t length = 0;
	bool quoted;

	skip_blanks(reader);
	if (reader->at == reader->end)
		return false;
	if (strchr("{};", *reader->at) && *reader->at) {
		word[0] = *reader->at++;
		word[1] = '\0';
		return true;
	}
	quoted = *reader->at == '"';
	if (quoted)
		reader->at++;
	while (reader->at < reader->end && length + 1 < WORD_MAX) {
		unsigned char byte = (unsigned char)*reader->at;
		if (quoted ? byte == '"' : strchr(" \t\r\n{};\"", byte) != NULL)
			break;
		if (byte <= ' ' || byte > '~')
			return false;
		word[length++] = (char)byte;
		reader->at++;
	}
	if (quoted) {
		if (reader->at == reader->end || *reader->at != '"')
			return false;
		reader->at++;
	}
	word[length] = '\0';
	return length > 0;
}

static bool expect(struct reader *reader, const char *want)
{
	char word[WORD_MAX] = "";

	return next_word(reader, word) && strcmp(word, want) == 0;
}

static int base64_digit(char digit)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = digit ? strchr(digits, digit) : NULL;

	return found ? (int)(found - digits) : -1;
}

/* How many bytes the base64 text (RFC 4648, padded) stands for, or 0 when it is none. */
static size_t base64_bytes(const char *text)
{
	size_t length = strlen(text), padding = 0;

	while (padding < 2 && length > padding && text[length - padding - 1] == '=')
		padding++;
	if (length == 0 || length % 4 != 0)
		return 0;
	for (size_t i = 0; i < length - padding; i++)
		if (base64_digit(text[i]) == -1)
			return 0;
	/* the bits under the padding must be zero, or two texts would mean one secret */
	if (padding && base64_digit(text[length - padding - 1]) & (padding == 2 ? 15 : 3))
		return 0;
	return length / 4 * 3 - padding;
}

static const char *take_algorithm(const char *word, struct tsig_key *key)
{
	static const char *const known[] = { "hmac-sha1", "hmac-sha224", "hmac-sha256",
		"hmac-sha384", "hmac-sha512", NULL };

	if (key->algorithm[0])
		return "names the algorithm twice";
	if (strcmp(word, "hmac-md5") == 0)
		return "hmac-md5 is broken (RFC 8945): make a key with hmac-sha256";
	for (size_t i = 0; known[i]; i++)
		if (strcmp(word, known[i]) == 0) {
			snprintf(key->algorithm, sizeof(key->algorithm), "%s", known[i]);
			return NULL;
		}
	return "the algorithm is none of hmac-sha1, -sha224, -sha256, -sha384, -sha512";
}

static const char *take_secret(const char *word, struct tsig_key *key)
{
	size_t bytes = base64_bytes(word);

	if (key->secret[0])
		return "holds two secrets";
	if (bytes == 0)
		return "the secret is no base64";
	if (bytes < TSIG_SECRET_BYTES_MIN)
		return "the secret is shorter than 16 bytes";
	if (bytes > TSIG_SECRET_BYTES_MAX)
		return "the secret is longer than 512 bytes";
	memcpy(key->secret, word, strlen(word) + 1);
	return NULL;
}

/* `algorithm WORD;` or `secret "WORD";` */
static const char *read_statement(struct reader *reader, struct tsig_key *key)
{
	char what[WORD_MAX] = "", value[WORD_MAX] = "";
	const char *why;

	if (!next_word(reader, what) || !next_word(reader, value))
		return "expected `algorithm NAME;` and `secret \"BASE64\";`";
	if (strcmp(what, "algorithm") == 0)
		why = take_algorithm(value, key);
	else if (strcmp(what, "secret") == 0)
		why = take_secret(value, key);
	else
		why = "only `algorithm` and `secret` may stand in a key";
	if (!why && !expect(reader, ";"))
		why = "a ; is missing";
	return why;
}

static const char *read_key(struct reader *reader, struct tsig_key *key)
{
	char word[WORD_MAX] = "";
	const char *why;

	if (!expect(reader, "key") || !next_word(reader, word))
		return "is no key as tsig-keygen writes it: key \"NAME\" { ... };";
	if (strlen(word) >= TSIG_NAME_MAX || strcmp(word, ".") == 0 || text_domain(word))
		return "the key's name is no domain name";
	tsig_key_name(word, key->name);
	if (!expect(reader, "{"))
		return "a { is missing behind the key's name";
	for (int statements = 0; statements < 2; statements++)
		if ((why = read_statement(reader, key)))
			return why;
	if (!expect(reader, "}") || !expect(reader, ";"))
		return "expected }; behind algorithm and secret";
	skip_blanks(reader);
	return reader->at < reader->end ? "something stands behind the key: one key a file" : NULL;
}

void tsig_key_name(const char *name, char out[TSIG_NAME_MAX])
{
	size_t length = 0;

	for (; length < TSIG_NAME_MAX - 1 && name[length]; length++)
		out[length] = (char)tolower((unsigned char)name[length]);
	if (length > 1 && out[length - 1] == '.')
		length--;
	out[length] = '\0';
}

const char *tsig_key_parse(const char *text, size_t length, struct tsig_key *key, unsigned *line)
{
	struct reader reader = { text, text + length, 1 };
	const char *why;

	memset(key, 0, sizeof(*key));
	if (length > TSIG_FILE_MAX)
		why = "is too long for a key";
	else
		why = read_key(&reader, key);
	*line = reader.line;
	return why;
}
