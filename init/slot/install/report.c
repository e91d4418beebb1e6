/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Its output, to be read to its end; NULL when it does not start. */
static FILE *start(pid_t *pid)
{
	int pipes[2];

	if (pipe2(pipes, O_CLOEXEC) == -1)
		return NULL;
	*pid = fork();
	if (*pid == 0) {
		dup2(pipes[1], STDOUT_FILENO);
		execl("/usr/bin/whit", "whit", "hardware", (char *)NULL);
		_exit(127);
	}
	close(pipes[1]);
	if (*pid == -1) {
		close(pipes[0]);
		return NULL;
	}
	return fdopen(pipes[0], "r");
}

/* Waits for Enter at the end of a screen. False when nobody is there. */
static bool go_on(void)
{
	char answer[64];

	fputs("-- Enter goes on --", stdout);
	fflush(stdout);
	return fgets(answer, sizeof(answer), stdin) != NULL;
}

void report_show(void)
{
	struct winsize screen = { 0 };
	char line[512];
	unsigned shown = 0;
	pid_t pid;
	FILE *report = start(&pid);

	if (report == NULL)
		return;
	ioctl(STDOUT_FILENO, TIOCGWINSZ, &screen); /* a serial port does not know */
	while (fgets(line, sizeof(line), report) != NULL) {
		fputs(line, stdout);
		shown++;
		if (screen.ws_row < 2 || shown < screen.ws_row - 1U)
			continue;
		shown = 0;
		if (!go_on())
			break;
	}
	fclose(report);
	waitpid(pid, NULL, 0);
}
