/* SPDX-License-Identifier: MIT */
#include "users.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	HASH_BYTES = 16,
	HASH_DIGITS = 2 * HASH_BYTES,
	LINE_LENGTH = 1024,
	FIELDS = 5, /* of smbpasswd(5) that mean something to us: NAME, UID, LM, NT, FLAGS */
};

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* 32 hexadecimal digits into bytes. */
static bool read_hex(const char *text, unsigned char bytes[HASH_BYTES])
{
	for (size_t i = 0; i < HASH_BYTES; i++) {
		int high = digit(text[2 * i]);
		int low = high == -1 ? -1 : digit(text[2 * i + 1]);

		if (low == -1)
			return false;
		bytes[i] = (unsigned char)(high * 16 + low);
	}
	return text[HASH_DIGITS] == '\0';
}

/* RFC 4648: three bytes are four letters; of sixteen, one is left over. */
static void write_base64(const unsigned char bytes[HASH_BYTES], char text[USERS_HASH])
{
	for (size_t i = 0; i < HASH_BYTES; i += 3) {
		unsigned next = i + 1 < HASH_BYTES ? bytes[i + 1] : 0;
		unsigned last = i + 2 < HASH_BYTES ? bytes[i + 2] : 0;
		unsigned whole = (unsigned)bytes[i] << 16 | next << 8 | last;

		*text++ = base64[whole >> 18];
		*text++ = base64[whole >> 12 & 63];
		*text++ = i + 1 < HASH_BYTES ? base64[whole >> 6 & 63] : '=';
		*text++ = i + 2 < HASH_BYTES ? base64[whole & 63] : '=';
	}
	*text = '\0';
}

/* 22 letters and "==", of which the last one's low bits are zero. */
static bool is_base64(const char *text)
{
	size_t length = strspn(text, base64);

	return length == USERS_HASH - 3 && strcmp(text + length, "==") == 0 &&
	    (strchr(base64, text[length - 1]) - base64) % 16 == 0;
}

static const char *read_hash(const char *text, char hash[USERS_HASH])
{
	unsigned char bytes[HASH_BYTES];

	if (is_base64(text)) {
		memcpy(hash, text, USERS_HASH);
		return NULL;
	}
	if (!read_hex(text, bytes))
		return "has no NT hash behind the name: 32 hexadecimal digits, or 24 letters of "
		       "base64";
	write_base64(bytes, hash);
	explicit_bzero(bytes, sizeof(bytes));
	return NULL;
}

/* Splits line at its colons; how many parts there are. */
static size_t split(char *line, char *parts[FIELDS])
{
	size_t count = 0;

	for (;;) {
		char *colon = strchr(line, ':');

		if (count < FIELDS)
			parts[count] = line;
		count++;
		if (colon == NULL)
			return count;
		*colon = '\0';
		line = colon + 1;
	}
}

/* [U          ]: an account that is switched off has no business here. */
static const char *check_flags(const char *flags)
{
	if (flags[0] != '[' || strchr(flags, ']') == NULL)
		return "is not NAME:HASH";
	if (strpbrk(flags, "DN") != NULL)
		return "is an account that is disabled, or has no password: take the line out";
	return NULL;
}

static const char *read_parts(char *line, struct user *user)
{
	char *parts[FIELDS] = { NULL };
	size_t count = split(line, parts);
	const char *why = names_user(parts[0]);

	if (count != 2 && count < FIELDS)
		return "is not NAME:HASH";
	if (why == NULL && count >= FIELDS)
		why = check_flags(parts[4]);
	if (why == NULL)
		why = read_hash(parts[count == 2 ? 1 : 3], user->hash);
	if (why == NULL)
		snprintf(user->name, sizeof(user->name), "%s", parts[0]);
	return why;
}

int users_read_line(const char *line, struct user *user, const char **why)
{
	char copy[LINE_LENGTH];

	memset(user, 0, sizeof(*user));
	line += strspn(line, " \t");
	if (*line == '\0' || *line == '#')
		return 0;
	if (strlen(line) >= sizeof(copy)) {
		*why = "is too long a line";
		return -1;
	}
	snprintf(copy, sizeof(copy), "%s", line);
	*why = read_parts(copy, user);
	explicit_bzero(copy, sizeof(copy));
	return *why == NULL ? 1 : -1;
}

struct user *users_find(const struct users *users, const char *name)
{
	for (size_t i = 0; i < users->count; i++)
		if (strcmp(users->list[i].name, name) == 0)
			return &users->list[i];
	return NULL;
}

struct user *users_add(struct users *users, const char *name)
{
	struct user *user = users_find(users, name);

	if (user != NULL || users->count == USERS_MAX)
		return user;
	if (users->list == NULL && (users->list = calloc(USERS_MAX, sizeof(*user))) == NULL)
		return NULL;
	user = &users->list[users->count++];
	snprintf(user->name, sizeof(user->name), "%s", name);
	return user;
}

static const char *take(const struct user *read, struct users *users)
{
	struct user *user;

	if (users_find(users, read->name) != NULL)
		return "is a user who stands there twice";
	if ((user = users_add(users, read->name)) == NULL)
		return "is one user too many, or there is no memory";
	*user = *read;
	return NULL;
}

/* One line of a file. NULL, or what is wrong with it. */
static const char *read_line(const char *text, size_t length, struct users *users)
{
	char line[LINE_LENGTH];
	struct user user;
	const char *why = NULL;

	if (length >= sizeof(line) || memchr(text, '\0', length) != NULL)
		return "is too long a line, or no text";
	memcpy(line, text, length);
	line[length > 0 && line[length - 1] == '\r' ? length - 1 : length] = '\0';
	if (users_read_line(line, &user, &why) == 1)
		why = take(&user, users);
	explicit_bzero(line, sizeof(line));
	explicit_bzero(&user, sizeof(user));
	return why;
}

void users_read(const char *text, size_t length, struct users *users, const char *file,
    struct problems *problems)
{
	const char *end = text + length;

	for (unsigned number = 1; text < end; number++) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t size = (size_t)((stop == NULL ? end : stop) - text);
		const char *why = read_line(text, size, users);

		if (why != NULL)
			problem_add(problems, file, number, NULL, "%s", why);
		text += size + (stop == NULL ? 0 : 1);
	}
}

void users_free(struct users *users)
{
	if (users->list != NULL)
		explicit_bzero(users->list, USERS_MAX * sizeof(*users->list));
	free(users->list);
	*users = (struct users){ 0 };
}
