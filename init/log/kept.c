/* SPDX-License-Identifier: MIT */
#include "kept.h"

#include <stdio.h>

const char *kept_name(unsigned age, char name[KEPT_NAME])
{
	if (age == 0)
		snprintf(name, KEPT_NAME, "lines.log");
	else
		snprintf(name, KEPT_NAME, "lines.log.%u", age % 100);
	return name;
}
