/* SPDX-License-Identifier: MIT */
#include "clock.h"

#include "child.h"
#include "log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <time.h>

enum {
	NOTE_LIMIT = 60 * 1000,      /* ms */
	NOTE_EVERY = 60 * 60 * 1000, /* ms */
};

static bool guessed;
static bool noting;
static struct child child = { .name = "clock" };
static struct timer next;

void clock_open(int64_t made)
{
	const struct timespec floor = { .tv_sec = (time_t)made };

	guessed = time(NULL) < floor.tv_sec;
	if (!guessed)
		return;
	if (clock_settime(CLOCK_REALTIME, &floor) == -1)
		log_line("clock: it is before this image was made, and cannot be set: %m");
	else
		log_line("clock: it was before this image was made, and is put forward to then");
}

int clock_note(const void *unused, const char **no_step)
{
	(void)unused;
	(void)no_step;
	return noting ? utimensat(AT_FDCWD, CLOCK_NOTE, NULL, AT_SYMLINK_NOFOLLOW) : 0;
}

static void note_in_child(void *owner)
{
	const struct spawn_plan plan = { .before = clock_note };

	if (child_start(&child, &plan, NULL) == 0)
		child_limit(&child, NOTE_LIMIT);
	timer_set(&next, NOTE_EVERY, note_in_child, owner);
}

void clock_keep(bool late)
{
	guessed = guessed || late;
	noting = true;
	timer_set(&next, NOTE_EVERY, note_in_child, NULL);
}

static bool is_set(void)
{
	struct timex kernel = { 0 };

	return adjtimex(&kernel) != TIME_ERROR;
}

bool clock_is_guess(void)
{
	return guessed && !is_set();
}

const char *clock_trust(void)
{
	if (is_set())
		return "set";
	return guessed ? "guessed" : "given";
}
