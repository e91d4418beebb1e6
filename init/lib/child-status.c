/* SPDX-License-Identifier: MIT */
#include "child-status.h"

#include <stdio.h>
#include <stdlib.h> /* WIFSIGNALED and its like */
#include <string.h>

const char *child_status(int status, char text[CHILD_STATUS])
{
	if (WIFSIGNALED(status))
		snprintf(text, CHILD_STATUS, "signal %d (%s)", WTERMSIG(status),
		    strsignal(WTERMSIG(status)));
	else
		snprintf(text, CHILD_STATUS, "exit code %d", WEXITSTATUS(status));
	return text;
}
