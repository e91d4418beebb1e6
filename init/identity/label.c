/* SPDX-License-Identifier: MIT */
/* label [pure] - see label.h. */

#include "label.h"

#include <string.h>

static const struct {
	struct label label;
	size_t name_at;
	const char *name;
	size_t name_length;
	size_t mark_at; /* and what else must be there */
	const char *mark;
} kinds[] = {
	{ { "vfat", NULL }, 43, "WHITSEED   ", 11, 510, "\x55\xaa" }, /* FAT12 and FAT16 */
	{ { "vfat", NULL }, 71, "WHITSEED   ", 11, 510, "\x55\xaa" }, /* FAT32 */
	{ { "ext4", "noload" }, 1024 + 120, "WHITSEED", 9, 1024 + 56, "\x53\xef" },
};

const struct label *label_find(const char *head, size_t length)
{
	if (length < LABEL_HEAD)
		return NULL;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (memcmp(head + kinds[i].name_at, kinds[i].name, kinds[i].name_length) == 0 &&
		    memcmp(head + kinds[i].mark_at, kinds[i].mark, 2) == 0)
			return &kinds[i].label;
	return NULL;
}
