/* SPDX-License-Identifier: MIT */
#include "plan-file.h"

#include "io.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int plan_file_read(struct plan *plan, char why[PLAN_WHY])
{
	static char text[PLAN_FILE];
	ssize_t length = io_read_file(PLAN_PLACE, text, sizeof(text));
	const char *mistake;
	unsigned line = 0;

	if (length == -1) {
		snprintf(why, PLAN_WHY, PLAN_PLACE ": %s", strerror(errno));
		return -1;
	}
	mistake = plan_read(plan, text, (size_t)length, &line);
	if (mistake != NULL)
		snprintf(why, PLAN_WHY, PLAN_PLACE ":%u: %s", line, mistake);
	return mistake == NULL ? 0 : -1;
}
