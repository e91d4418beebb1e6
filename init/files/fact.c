/* SPDX-License-Identifier: MIT */
#include "fact.h"

#include <string.h>

bool fact_next(const char **rest, char line[FACT_LINE])
{
	size_t length = strcspn(*rest, "\n");
	size_t kept = length < FACT_LINE ? length : FACT_LINE - 1;

	if (**rest == '\0')
		return false;
	memcpy(line, *rest, kept);
	line[kept] = '\0';
	*rest += length + ((*rest)[length] == '\n');
	return true;
}

bool fact_is(const char *line, const char *fact)
{
	size_t length = strlen(fact);

	return strncmp(line, fact, length) == 0 && (line[length] == ' ' || line[length] == '\0');
}

const char *fact_value(const char *line, const char *key, char value[FACT_LINE])
{
	size_t length = strlen(key);

	value[0] = '\0';
	while ((line = strchr(line, ' ')) != NULL) {
		line++;
		if (strncmp(line, key, length) != 0 || line[length] != '=')
			continue;
		line += length + 1;
		length = strcspn(line, " ");
		memcpy(value, line, length);
		value[length] = '\0';
		break;
	}
	return value;
}
