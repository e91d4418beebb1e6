/* SPDX-License-Identifier: MIT */
/*
 * settings - what is wanted of each card: [network] and [network.NAME] of /site/site.conf, and
 * of /run/whit/boot.conf, whose keys win: those of the command line and of the seed.
 *
 * A card takes the section of its name, or the one whose mac = or driver = it has; the first
 * other card takes [network], which is the card the machine was booted from when the boot
 * loader says which that is (BOOTIF). A card without a section does DHCP.
 */
#ifndef WHIT_NET_SETTINGS_H
#define WHIT_NET_SETTINGS_H

#include "site.h"
#include "text-values.h"

enum { SETTINGS_SECTIONS = 32 };

struct settings_section {
	const char *name;                   /* "" of [network] */
	const struct site_section *part[2]; /* in boot.conf, in site.conf; NULL = none */
	bool claimed;                       /* by a card that is there */
};

/* A place among the values of a key that may stand several times; starts zeroed. */
struct settings_walk {
	const struct site_entry *entry;
	const char *rest; /* of its words */
};

/* Reads both files; what is wrong in them has been said by `identity`. */
void settings_open(void);

/* The section for a new card, or the one that stands for none. */
struct settings_section *settings_claim(const char *name, const uint8_t mac[6]);
struct settings_section *settings_none(void);

/* The section of this number, in the order of the files, [network] first; NULL = no more. */
const struct settings_section *settings_at(size_t number);

/* Has a section this name? */
bool settings_names(const char *name);

/* The next value of a key, whole, or the next word of its values. */
const char *settings_next(const struct settings_section *section, const char *key,
    struct settings_walk *walk);
bool settings_next_word(const struct settings_section *section, const char *key,
    struct settings_walk *walk, char word[TEXT_WORD_MAX]);

/* The value of the first entry, or the fallback. */
const char *settings_value(const struct settings_section *section, const char *key,
    const char *fallback);
int64_t settings_integer(const struct settings_section *section, const char *key, int64_t fallback);

/* Without any `address`, or with the word dhcp. */
bool settings_want_dhcp(const struct settings_section *section);
bool settings_have_address(const struct settings_section *section,
    const struct text_prefix *prefix);
bool settings_same_prefix(const struct text_prefix *one, const struct text_prefix *other);

#endif
