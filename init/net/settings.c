/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BOOT, SITE, FILES };

static struct site files[FILES];
static struct settings_section sections[SETTINGS_SECTIONS] = { { .name = "" } };
static size_t section_count = 1;
static struct settings_section none = { .name = "" }; /* of cards that nobody mentions */

static struct settings_section *find_section(const char *name)
{
	for (size_t i = 0; i < section_count; i++)
		if (strcmp(sections[i].name, name) == 0)
			return &sections[i];
	return NULL;
}

static void add_sections(int file)
{
	const struct site_section *part = NULL;

	sections[0].part[file] = site_section(&files[file], "network");
	while ((part = site_next_section(&files[file], "network", part)) != NULL) {
		struct settings_section *section = find_section(part->name);

		if (section == NULL && section_count < SETTINGS_SECTIONS) {
			section = &sections[section_count++];
			section->name = part->name;
		}
		if (section != NULL)
			section->part[file] = part;
	}
}

void settings_open(void)
{
	struct problems problems = { 0 }; /* not printed: see settings.h */

	site_load(&files[BOOT], "/run/whit", "boot.conf", &problems);
	site_load(&files[SITE], "/site", "site.conf", &problems);
	problems_free(&problems);
	for (int file = 0; file < FILES; file++)
		add_sections(file);
}

const struct settings_section *settings_at(size_t number)
{
	return number < section_count ? &sections[number] : NULL;
}

bool settings_names(const char *name)
{
	return name[0] != '\0' && find_section(name) != NULL;
}

/* Which file speaks for this key: the first that has it. */
static int speaker(const struct settings_section *section, const char *key)
{
	return site_next_entry(&files[BOOT], section->part[BOOT], key, NULL) != NULL ? BOOT : SITE;
}

const char *settings_next(const struct settings_section *section, const char *key,
    struct settings_walk *walk)
{
	int file = speaker(section, key);

	walk->entry = site_next_entry(&files[file], section->part[file], key, walk->entry);
	return walk->entry == NULL ? NULL : walk->entry->value;
}

bool settings_next_word(const struct settings_section *section, const char *key,
    struct settings_walk *walk, char word[TEXT_WORD_MAX])
{
	while (walk->rest == NULL || text_next_word(&walk->rest, word, TEXT_WORD_MAX) != 1) {
		walk->rest = settings_next(section, key, walk);
		if (walk->rest == NULL)
			return false;
	}
	return true;
}

const char *settings_value(const struct settings_section *section, const char *key,
    const char *fallback)
{
	struct settings_walk walk = { 0 };
	const char *value = settings_next(section, key, &walk);

	return value == NULL ? fallback : value;
}

int64_t settings_integer(const struct settings_section *section, const char *key, int64_t fallback)
{
	int64_t value = fallback;

	text_integer(settings_value(section, key, ""), 0, INT32_MAX, &value);
	return value;
}

/* The kernel driver of a card, from /sys; "" when it has none. */
static void read_driver(const char *card, char driver[64])
{
	char path[64];
	char target[256];
	const char *slash;
	ssize_t length;

	snprintf(path, sizeof(path), "/sys/class/net/%s/device/driver", card);
	length = readlink(path, target, sizeof(target) - 1);
	target[length > 0 ? length : 0] = '\0';
	slash = strrchr(target, '/');
	snprintf(driver, 64, "%s", slash == NULL ? "" : slash + 1);
}

/* Does the section name this card by mac or driver? *named = it names one that way at all. */
static bool is_meant(const struct settings_section *section, const char *card, const uint8_t mac[6],
    bool *named)
{
	const char *wanted_mac = settings_value(section, "mac", NULL);
	const char *wanted_driver = settings_value(section, "driver", NULL);
	uint8_t wanted[6];
	char driver[64];

	*named = wanted_mac != NULL || wanted_driver != NULL;
	if (wanted_mac != NULL && text_mac(wanted_mac, wanted) == NULL)
		return memcmp(wanted, mac, sizeof(wanted)) == 0;
	if (wanted_driver == NULL)
		return false;
	read_driver(card, driver);
	return strcmp(driver, wanted_driver) == 0;
}

/* The first card takes what the kernel's words and the seed say of [network], also where the site names it. */
static void hand_over_boot(struct settings_section *section)
{
	static bool done;

	if (!done && section->part[BOOT] == NULL) {
		section->part[BOOT] = sections[0].part[BOOT];
		sections[0].part[BOOT] = NULL;
	}
	done = true;
}

struct settings_section *settings_claim(const char *name, const uint8_t mac[6])
{
	for (size_t i = section_count; i-- > 0;) { /* [network], the first, takes what is left */
		struct settings_section *section = &sections[i];
		bool named = false;

		if (section->claimed)
			continue;
		if (is_meant(section, name, mac, &named) ||
		    (!named && (i == 0 || strcmp(section->name, name) == 0))) {
			section->claimed = true;
			hand_over_boot(section);
			return section;
		}
	}
	return &none;
}

struct settings_section *settings_none(void)
{
	return &none;
}

bool settings_want_dhcp(const struct settings_section *section)
{
	struct settings_walk walk = { 0 };
	char word[TEXT_WORD_MAX];
	bool any = false;

	while (settings_next_word(section, "address", &walk, word)) {
		any = true;
		if (strcmp(word, "dhcp") == 0)
			return true;
	}
	return !any;
}

bool settings_same_prefix(const struct text_prefix *one, const struct text_prefix *other)
{
	return one->length == other->length && one->address.family == other->address.family &&
	    memcmp(one->address.bytes, other->address.bytes, sizeof(one->address.bytes)) == 0;
}

bool settings_have_address(const struct settings_section *section, const struct text_prefix *prefix)
{
	struct settings_walk walk = { 0 };
	struct text_prefix wanted = { 0 };
	char word[TEXT_WORD_MAX];

	while (settings_next_word(section, "address", &walk, word))
		if (text_prefix(word, &wanted) == NULL && settings_same_prefix(&wanted, prefix))
			return true;
	return false;
}
