/* SPDX-License-Identifier: MIT */
#include "watch.h"

#include "cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

enum {
	LINE = 256,
	LINES = 4096,    /* bytes */
	SHOW_EVERY = 60, /* s */
};

static time_t now(void)
{
	struct timespec time = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

void watch_say(const char *format, ...)
{
	char line[LINE];
	va_list arguments;
	autoclose int console = open("/dev/console", O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (console != -1)
		dprintf(console, "data: %s\n", line);
}

/* The last whole line of e2fsck's: pass, how much of it is done, and of how much. */
static void show(char *lines)
{
	char *end = strrchr(lines, '\n');
	unsigned pass;
	unsigned long long done;
	unsigned long long all;
	const char *line;

	if (end == NULL)
		return;
	*end = '\0';
	line = strrchr(lines, '\n');
	line = line == NULL ? lines : line + 1;
	if (sscanf(line, "%u %llu %llu ", &pass, &done, &all) == 3 && all > 0)
		watch_say("the check is in its pass %u of 5, %llu %% of that", pass,
		    done * 100 / all);
}

/* Until all who can tell have ended. False when they have told nothing for too long. */
static bool moves(int progress, int still)
{
	static char lines[LINES];
	struct pollfd wait = { .fd = progress, .events = POLLIN };
	time_t shown = now();
	ssize_t got;

	for (;;) {
		if (poll(&wait, 1, still) == 0)
			return false;
		got = read(progress, lines, sizeof(lines) - 1);
		if (got <= 0)
			return true;
		lines[got] = '\0';
		if (now() - shown >= SHOW_EVERY) {
			shown = now();
			show(lines);
		}
	}
}

int watch(int (*work)(int progress), int still)
{
	int ends[2];
	int status;
	pid_t pid;

	fflush(stdout);
	if (pipe2(ends, O_CLOEXEC) == -1 || (pid = fork()) == -1) {
		fprintf(stderr, "no child for the disks: %s\n", strerror(errno));
		return -1;
	}
	if (pid == 0) {
		close(ends[0]);
		exit(work(ends[1]));
	}
	close(ends[1]);
	if (!moves(ends[0], still)) {
		fprintf(stderr, "the disk does not go on: it is given up\n");
		kill(pid, SIGKILL);
		close(ends[0]);
		return -1; /* whoever waits for a dead disk is not waited for */
	}
	close(ends[0]);
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
