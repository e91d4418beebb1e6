/* SPDX-License-Identifier: MIT */
#include "spawn.h"

#include "cgroup.h"
#include "cleanup.h"
#include "plan.h"

#include <assert.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

enum {
	REPORT_FD = 10, /* where the report pipe lies in the child, above any ready_fd */
	PIPE_FD = 11,   /* the other pipes, until they take their places */
};

/* What the child has to work with: its orders, and its ends of the pipes. */
struct launch {
	const struct spawn_plan *plan;
	int report[2]; /* pipes: the parent's end, the child's */
	int ready[2];
	const char *step; /* what of before() failed */
};

/* From here to step_execute: the child, in its own process, on the way to its place. No log,
 * no allocation, no return: a step answers -1 with errno, or anything else. */

static int step_signals(struct launch *launch)
{
	sigset_t none;

	(void)launch;
	for (int number = 1; number < SIGRTMIN; number++)
		signal(number, SIG_DFL); /* fails for KILL and STOP, which need it not */
	sigemptyset(&none);
	return sigprocmask(SIG_SETMASK, &none, NULL);
}

static int step_session(struct launch *launch)
{
	(void)launch;
	umask(027);
	return setsid() == -1 ? -1 : chdir("/");
}

/* Nothing goes down but what is put in its place below: neither ours nor what we were given. */
static int step_descriptors(struct launch *launch)
{
	(void)launch;
	return (int)syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
}

static int step_cgroup(struct launch *launch)
{
	return launch->plan->cgroup == NULL ? 0 : cgroup_enter(launch->plan->cgroup);
}

/* Opens the first terminal of the list that has hardware behind it, as the controlling one. */
static int open_tty(const char *list)
{
	char path[256];

	while (sscanf(list, " %255s", path) == 1) {
		autoclose int fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
		int lines;

		list = strstr(list, path) + strlen(path);
		/* a serial port that is only a number answers EIO; a console knows no TIOCMGET */
		if (fd == -1 || !isatty(fd) || (ioctl(fd, TIOCMGET, &lines) == -1 && errno == EIO))
			continue;
		ioctl(fd, TIOCSCTTY, 1); /* it may be another's: then without job control */
		if (fcntl(fd, F_SETFL, O_RDWR) == -1)
			return -1;
		return steal_fd(&fd);
	}
	errno = ENXIO;
	return -1;
}

static bool has_tty(const struct spawn_plan *plan)
{
	return plan->tty != NULL && plan->tty[0] != '\0';
}

static int step_tty(struct launch *launch)
{
	autoclose int fd = -1;

	if (!has_tty(launch->plan))
		return 0;
	fd = open_tty(launch->plan->tty);
	if (fd == -1 || dup2(fd, 0) == -1 || dup2(fd, 1) == -1)
		return -1;
	return dup2(fd, 2);
}

/* Makes fd, or /dev/null when that is 0, the descriptor `number`. */
static int place(int fd, int number)
{
	autoclose int nothing = fd == 0 ? open("/dev/null", O_RDWR | O_CLOEXEC) : -1;

	return dup2(fd == 0 ? nothing : fd, number);
}

static int step_output(struct launch *launch)
{
	const struct spawn_plan *plan = launch->plan;

	if (has_tty(plan))
		return 0;
	if (plan->owner != 0 && plan->output != 0 &&
	    fchown(plan->output, plan->owner, plan->owner) == -1)
		return -1;
	if (place(plan->input, 0) == -1 || place(plan->output, 1) == -1)
		return -1;
	return place(plan->output, 2);
}

static int step_ready(struct launch *launch)
{
	return launch->ready[1] == -1 ? 0 : dup2(launch->ready[1], launch->plan->ready_fd);
}

/* All lies in its place: of init's descriptors hardly one is left that counts for RLIMIT_NOFILE. */
static int step_close(struct launch *launch)
{
	unsigned report = (unsigned)launch->report[1];

	if (report > REPORT_FD)
		syscall(SYS_close_range, REPORT_FD, report - 1, 0);
	return (int)syscall(SYS_close_range, report + 1, ~0U, 0);
}

static int step_before(struct launch *launch)
{
	const struct spawn_plan *plan = launch->plan;

	return plan->before == NULL ? 0 : plan->before(plan->argument, &launch->step);
}

static int step_execute(struct launch *launch)
{
	static const char *const only_path[] = { PLAN_SEARCH, NULL };
	const struct spawn_plan *plan = launch->plan;

	if (plan->command == NULL)
		_exit(0);
	/* execve changes none of its arguments; its type is older than const */
	return (int)syscall(SYS_execve, plan->command[0], plan->command,
	    plan->environment != NULL ? plan->environment : only_path);
}

static const struct {
	const char *name;
	int (*run)(struct launch *launch);
} steps[] = {
	{ "signal mask", step_signals },
	{ "session", step_session },
	{ "descriptors", step_descriptors },
	{ "control group", step_cgroup },
	{ "terminal", step_tty },
	{ "output", step_output },
	{ "readiness descriptor", step_ready },
	{ "other descriptors", step_close },
	{ "preparation", step_before },
	{ "execute", step_execute },
};

/* Moves fd to a number at or above `lowest`, so that no place the child needs is taken. */
static int move_fd(int fd, int lowest)
{
	return fd == -1 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, lowest);
}

static _Noreturn void run_child(struct launch *launch)
{
	struct spawn_report report = { 0 };
	size_t i = 0;

	launch->report[1] = move_fd(launch->report[1], REPORT_FD);
	launch->ready[1] = move_fd(launch->ready[1], PIPE_FD);
	do
		launch->step = steps[i].name;
	while (steps[i++].run(launch) != -1);
	report.error = errno;
	snprintf(report.step, sizeof(report.step), "%s", launch->step);
	if (write(launch->report[1], &report, sizeof(report)) == -1)
		_exit(126); /* the exit code is then all that init learns */
	_exit(127);
}

pid_t spawn(const struct spawn_plan *plan, struct spawn_pipes *pipes)
{
	struct launch launch = { plan, { -1, -1 }, { -1, -1 }, NULL };
	pid_t pid = -1;

	if (pipe2(launch.report, O_CLOEXEC | O_NONBLOCK) == 0 &&
	    (plan->ready_fd == 0 || pipe2(launch.ready, O_CLOEXEC | O_NONBLOCK) == 0))
		pid = fork();
	if (pid == 0)
		run_child(&launch);
	cleanup_close(&launch.report[1]);
	cleanup_close(&launch.ready[1]);
	if (pid == -1) {
		cleanup_close(&launch.report[0]);
		cleanup_close(&launch.ready[0]);
	}
	*pipes = (struct spawn_pipes){ launch.report[0], launch.ready[0] };
	return pid;
}
