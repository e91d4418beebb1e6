/* SPDX-License-Identifier: MIT */
#include "names.h"

#include <string.h>
#include <strings.h>

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Is text made of letters, digits and the bytes of others alone? */
static bool is_made_of(const char *text, size_t length, const char *others)
{
	for (size_t i = 0; i < length; i++)
		if (!is_letter(text[i]) && !is_digit(text[i]) &&
		    (text[i] == '\0' || strchr(others, text[i]) == NULL))
			return false;
	return true;
}

/* Is text one of a NULL-ended list? SMB knows no case. */
static bool is_one_of(const char *text, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcasecmp(text, *list) == 0)
			return true;
	return false;
}

const char *names_share(const char *text)
{
	static const char *const taken[] = { "global", "homes", "printers", NULL };
	size_t length = strlen(text);

	if (length >= SHARE_NAME_MAX)
		return "is too long for the name of a share: 63 letters at most";
	if (length == 0 || (!is_letter(text[0]) && !is_digit(text[0])) ||
	    !is_made_of(text, length, "._-"))
		return "is no name for a share: letters, digits, '.', '_' and '-', the first a "
		       "letter or digit";
	if (is_one_of(text, taken))
		return "is no name for a share: it has a meaning of its own";
	return NULL;
}

const char *names_path(const char *text)
{
	static const char reason[] = "is no folder below /data/share: parts of letters, digits, "
	                             "'.', '_', '+' and '-', of which none begins with a dot";

	if (text[0] == '/')
		return "is an absolute path; a share's is below /data/share";
	if (strlen(text) >= SHARE_PATH_MAX)
		return "is too long: 255 bytes at most";
	for (;;) {
		size_t length = strcspn(text, "/");

		if (length == 0 || text[0] == '.' || !is_made_of(text, length, "._+-"))
			return reason;
		if (text[length] == '\0')
			return NULL;
		text += length + 1;
	}
}

bool names_overlap(const char *one, const char *other)
{
	size_t length = strlen(one) < strlen(other) ? strlen(one) : strlen(other);

	return strncmp(one, other, length) == 0 && (one[length] == '\0' || one[length] == '/') &&
	    (other[length] == '\0' || other[length] == '/');
}

/* What is true of names of users and of groups alike. */
static const char *check_name(const char *text, size_t length)
{
	if (length >= USER_NAME_MAX)
		return "has a name that is too long: 32 letters at most";
	if (length == 0 || (!is_letter(text[0]) && text[0] != '_') ||
	    !is_made_of(text, length, "._-"))
		return "is no name: letters, digits, '.', '_' and '-', the first a letter";
	return NULL;
}

const char *names_user(const char *text)
{
	static const char *const taken[] = { NAMES_GUEST, NAMES_EVERYBODY, "root", "nobody", NULL };
	const char *why = check_name(text, strlen(text));

	if (why == NULL && is_one_of(text, taken))
		why = "is no name for a user: it has a meaning of its own";
	if (why == NULL && strncmp(text, "share-", strlen("share-")) == 0)
		why = "is no name for a user: share-NUMBER is a share's own";
	return why;
}

const char *names_who(const char *text)
{
	if (text[0] == '@')
		return check_name(text + 1, strlen(text + 1));
	return strcmp(text, NAMES_GUEST) == 0 ? NULL : names_user(text);
}

const char *names_split_group(const char *text, char name[USER_NAME_MAX])
{
	size_t length = strcspn(text, ":");
	size_t end = length;

	name[0] = '\0';
	if (text[length] == '\0')
		return NULL;
	while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\t'))
		end--;
	if (end >= USER_NAME_MAX)
		return NULL;
	memcpy(name, text, end);
	name[end] = '\0';
	return text + length + 1;
}

const char *names_group(const char *text)
{
	char name[USER_NAME_MAX], word[TEXT_WORD_MAX];
	const char *members = names_split_group(text, name);
	const char *why;
	int found;

	if (members == NULL || check_name(name, strlen(name)) != NULL)
		return "is not NAME: USER...";
	if (strcmp(name, NAMES_EVERYBODY) == 0)
		return "is the group of all users, and needs no list";
	while ((found = text_next_word(&members, word, sizeof(word))) == 1)
		if ((why = names_user(word)) != NULL)
			return why;
	return found == -1 ? "has a word that is too long" : NULL;
}
