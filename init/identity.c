/* SPDX-License-Identifier: MIT */
#include "identity.h"

#include "child.h"
#include "log.h"
#include "output.h"

#include <stddef.h>

enum { TIME_LIMIT = 75 * 1000 }; /* ms; whit.seed-wait may ask for 60 of them */

static struct child child;
static struct timer limit;
static void (*on_decided)(void);

static void done(void *unused)
{
	void (*decided)(void) = on_decided;

	(void)unused;
	timer_stop(&limit);
	on_decided = NULL;
	if (decided != NULL)
		decided();
}

static void on_ended(void *unused, int status)
{
	char text[CHILD_STATUS];

	if (status != 0)
		log_line("identity: it was not found out (%s)", child_status(status, text));
	done(unused);
}

static void on_limit(void *unused)
{
	log_line("identity: it takes too long, going on without it");
	child_kill(&child, NULL);
	done(unused);
}

void identity_start(bool machine, void (*decided)(void))
{
	const char *const command[] = { "/usr/lib/whit/identity", machine ? NULL : "--container",
		NULL };
	const struct spawn_plan plan = {
		.command = command,
		.output = output_open("identity", 0),
	};

	on_decided = decided;
	child.name = "identity";
	child.ended = on_ended;
	timer_set(&limit, TIME_LIMIT, on_limit, NULL);
	if (child_start(&child, &plan, NULL) == -1)
		done(NULL);
}
