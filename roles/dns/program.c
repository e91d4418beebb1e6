/* SPDX-License-Identifier: MIT */
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/* In the child, which has the rights of the render and dies with it. */
static void become(const char *const arguments[], int out, int error)
{
	char *copy[PROGRAM_ARGUMENTS_MAX + 1] = { NULL };

	for (size_t i = 0; i < PROGRAM_ARGUMENTS_MAX && arguments[i]; i++)
		if (!(copy[i] = strdup(arguments[i])))
			_exit(127);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 || dup2(out, STDOUT_FILENO) == -1 ||
	    dup2(error, STDERR_FILENO) == -1)
		_exit(127);
	if (copy[0])
		execve(copy[0], copy, environ);
	_exit(127);
}

static long long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Reads until the other end is closed. Returns 0, or -1 with errno. */
static int collect(int from, char *output)
{
	long long end = milliseconds() + PROGRAM_SECONDS * 1000LL;
	size_t length = 0;
	char dropped[4096] = { 0 };

	for (;;) {
		struct pollfd wait = { .fd = from, .events = POLLIN };
		long long left = end - milliseconds();
		int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
		bool full = length == PROGRAM_OUTPUT_MAX;
		ssize_t got;

		if (ready == 0) {
			errno = ETIMEDOUT;
			return -1;
		}
		if (ready == -1 && errno == EINTR)
			continue;
		if (ready == -1)
			return -1;
		got = read(from, full ? dropped : output + length,
		    full ? sizeof(dropped) : PROGRAM_OUTPUT_MAX - length);
		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0) {
			output[length] = '\0';
			return (int)got;
		}
		if (!full)
			length += (size_t)got;
	}
}

static int wait_for(pid_t child, int *status)
{
	int state;

	while (waitpid(child, &state, 0) == -1)
		if (errno != EINTR)
			return -1;
	*status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
	return 0;
}

int program_run(struct program *program)
{
	int ends[2], result, reason;
	pid_t child;

	if (!(program->output = malloc(PROGRAM_OUTPUT_MAX + 1)))
		return -1;
	program->output[0] = '\0';
	if (pipe2(ends, O_CLOEXEC) == -1)
		return -1;
	child = fork();
	if (child == 0)
		become(program->arguments, program->out == -1 ? ends[1] : program->out, ends[1]);
	reason = errno;
	close(ends[1]);
	result = child == -1 ? -1 : collect(ends[0], program->output);
	if (child != -1 && result == -1)
		reason = errno;
	close(ends[0]);
	if (child == -1) {
		errno = reason;
		return -1;
	}
	if (result == -1)
		kill(child, SIGKILL);
	if (wait_for(child, &program->status) == -1)
		return -1;
	errno = reason;
	return result;
}

pid_t program_start(const char *const arguments[], const char *log)
{
	int file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	pid_t child;

	if (file == -1)
		return -1;
	child = fork();
	if (child == 0)
		become(arguments, file, file);
	close(file);
	return child;
}

bool program_is_absent(const char *path)
{
	return access(path, X_OK) == -1 && errno == ENOENT;
}

void program_free(struct program *program)
{
	free(program->output);
	program->output = NULL;
}
