/* SPDX-License-Identifier: MIT */
#include "link.h"

#include "say.h"

#include <errno.h>
#include <net/if.h>
#include <string.h>

enum {
	ACTIVE_BACKUP = 1, /* of linux/if_bonding.h, which does not go with net/if.h */
	LACP = 4,
	MII_INTERVAL = 100, /* ms between looks at the links of a bond: they are cheap */
};

static bool is_meant(const struct card *card, const char *name)
{
	return strcmp(card->name, name) == 0 || strcmp(card->section->name, name) == 0;
}

void link_make_bonds(void)
{
	const struct settings_section *section;

	for (size_t i = 0; (section = settings_at(i)) != NULL; i++) {
		const char *mode = settings_value(section, "mode", "active-backup");

		if (settings_value(section, "bond", NULL) == NULL)
			continue;
		if (netlink_make_bond(card_requests(), section->name,
		        strcmp(mode, "802.3ad") == 0 ? LACP : ACTIVE_BACKUP, MII_INTERVAL) == -1)
			say("%s: the bond cannot be made: %m", section->name);
	}
}

void link_make_vlans(const struct card *card)
{
	const struct settings_section *section;

	for (size_t i = 0; (section = settings_at(i)) != NULL; i++) {
		unsigned number = (unsigned)settings_integer(section, "vlan", 0);

		if (number == 0 || !is_meant(card, settings_value(section, "card", "")))
			continue;
		if (netlink_make_vlan(card_requests(), section->name, card->number, number) == -1 &&
		    errno != EEXIST)
			say("%s: VLAN %u of %s cannot be made: %m", section->name, number,
			    card->name);
	}
}

bool link_join_bond(const struct card *card)
{
	const struct settings_section *section;
	char word[TEXT_WORD_MAX];

	for (size_t i = 0; (section = settings_at(i)) != NULL; i++) {
		struct settings_walk walk = { 0 };

		while (settings_next_word(section, "bond", &walk, word)) {
			if (!is_meant(card, word))
				continue;
			if (netlink_join(card_requests(), card->number,
			        if_nametoindex(section->name)) == -1)
				say("%s: cannot join %s: %m", card->name, section->name);
			else
				say("%s: is part of %s", card->name, section->name);
			return true;
		}
	}
	return false;
}
