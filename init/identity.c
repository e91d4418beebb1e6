/* SPDX-License-Identifier: MIT */
#include "identity.h"

#include "child.h"
#include "log.h"
#include "output.h"

#include <stddef.h>

enum { TIME_LIMIT = 75 * 1000 }; /* ms; whit.seed-wait may ask for 60 of them */

static void (*on_decided)(void);

static void on_ended(void *unused, int status)
{
	char text[CHILD_STATUS];

	(void)unused;
	if (status != 0)
		log_line("identity: it was not found out (%s)", child_status(status, text));
	on_decided();
}

void identity_start(bool machine, void (*decided)(void))
{
	const char *const command[] = { "/usr/lib/whit/identity", machine ? NULL : "--container",
		NULL };
	static struct child child = { .name = "identity", .ended = on_ended };
	const struct spawn_plan plan = {
		.command = command,
		.output = output_open("identity", 0),
	};

	on_decided = decided;
	child_await(&child, &plan, TIME_LIMIT);
}
