/* SPDX-License-Identifier: MIT */
/*
 * misbehave WAY - a service that does one thing wrong, as its argument says.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void wait_for_ever(void)
{
	for (;;)
		pause();
}

/* A bomb: every process makes more, as fast as it can. */
static void forks(void)
{
	for (;;) {
		if (fork() == -1)
			usleep(1000);
	}
}

/* Takes memory and writes to it, so that it is really used, until somebody stops it. */
static void eats(void)
{
	enum { BITE = 1024 * 1024 };

	for (;;) {
		char *bite = malloc(BITE);

		if (bite != NULL)
			memset(bite, 1, BITE);
	}
}

static void closes(void)
{
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
	wait_for_ever();
}

static void floods(void)
{
	for (;;)
		puts("a line that nobody wants to read, written as fast as can be");
}

static void deaf(void)
{
	signal(SIGTERM, SIG_IGN);
	wait_for_ever();
}

static const struct {
	const char *name;
	void (*act)(void);
} ways[] = {
	{ "forks", forks },
	{ "eats", eats },
	{ "waits", wait_for_ever },
	{ "closes", closes },
	{ "floods", floods },
	{ "deaf", deaf },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 2 && i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (strcmp(argv[1], ways[i].name) == 0)
			ways[i].act();
	}
	fprintf(stderr, "usage: misbehave forks|eats|waits|closes|floods|deaf\n");
	return 2;
}
