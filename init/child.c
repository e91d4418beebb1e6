/* SPDX-License-Identifier: MIT */
#include "child.h"

#include "cgroup.h"
#include "log.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	REAPED_AT_ONCE = 1000, /* then others get their turn */
	KILL_LIMIT = 1000,     /* ms that an awaited one has to die */
};

static struct child *children;

/* The report pipe: a report says which step failed, its end that the program runs. */
static void on_report(void *owner)
{
	struct child *child = owner;
	struct spawn_report report;
	ssize_t got;

	if (child->report.fd == -1)
		return;
	got = read(child->report.fd, &report, sizeof(report));
	if (got == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	watch_close(&child->report);
	if (got == sizeof(report))
		log_line("%s: cannot be started: %s: %s", child->name, report.step,
		    strerror(report.error));
	else if (child->running != NULL)
		child->running(child->owner);
}

int child_start(struct child *child, const struct spawn_plan *plan, int *ready)
{
	struct spawn_pipes pipes;
	pid_t pid = -1;

	errno = EBUSY; /* one that runs would be in the list twice: its end would never be found */
	if (child->pid == 0)
		pid = spawn(plan, &pipes);
	if (pid == -1) {
		log_line("%s: cannot be started: %m", child->name);
		return -1;
	}
	child->pid = pid;
	child->output = plan->output;
	child->started = loop_now();
	child->next = children;
	children = child;
	if (ready != NULL)
		*ready = pipes.ready;
	if (watch_add(&child->report, pipes.report, EPOLLIN, on_report, child) == -1) {
		log_line("%s: its start is not watched: %m", child->name);
		close(pipes.report);
	}
	return 0;
}

void child_kill(const struct child *child, const char *cgroup)
{
	if (cgroup != NULL)
		cgroup_kill(cgroup);
	if (child->pid != 0) {
		kill(-child->pid, SIGKILL);
		kill(child->pid, SIGKILL); /* it may not have made its process group yet */
	}
}

/* The link to the child with this pid, or to the end of the list. */
static struct child **find(pid_t pid)
{
	struct child **link = &children;

	while (*link != NULL && (*link)->pid != pid)
		link = &(*link)->next;
	return link;
}

/* What a dead child has said last is a line, be it ended or not. Its own descriptor waits when the
 * pipe is full; this call does not. */
static void end_line(int output)
{
	static char feed[] = "\n";
	const struct iovec part = { feed, 1 };

	if (output != 0)
		pwritev2(output, &part, 1, -1, RWF_NOWAIT);
}

static void child_ended(struct child **link, int status)
{
	struct child *child = *link;

	*link = child->next;
	child->pid = 0;
	child->status = status;
	timer_stop(&child->limit);
	end_line(child->output);
	on_report(child);
	watch_close(&child->report);
	if (child->ended != NULL)
		child->ended(child->owner, status);
}

/* It hangs in a call that cannot be broken off, of a disk perhaps: it has ended all the same, for us. */
static void on_kill_limit(void *owner)
{
	struct child *child = owner;

	child_ended(find(child->pid), SIGKILL);
}

static void on_limit(void *owner)
{
	struct child *child = owner;

	log_line("%s: takes too long, killed", child->name);
	child_kill(child, NULL);
	if (child->awaited)
		timer_set(&child->limit, KILL_LIMIT, on_kill_limit, child);
}

void child_limit(struct child *child, int64_t milliseconds)
{
	timer_set(&child->limit, milliseconds, on_limit, child);
}

void child_await(struct child *child, const struct spawn_plan *plan, int64_t milliseconds)
{
	child->awaited = true;
	if (child_start(child, plan, NULL) == 0)
		child_limit(child, milliseconds);
	else
		child->ended(child->owner, CHILD_NOT_STARTED);
}

static void reap_more(void *owner)
{
	(void)owner;
	child_reap();
}

void child_reap(void)
{
	static struct timer again;

	for (int i = 0; i < REAPED_AT_ONCE; i++) {
		siginfo_t dead = { 0 };
		struct child **link;
		int status = 0;

		if (waitid(P_ALL, 0, &dead, WEXITED | WNOHANG | WNOWAIT) == -1 && errno == EINTR)
			continue;
		if (dead.si_pid == 0)
			return;
		link = find(dead.si_pid);
		if (*link != NULL) /* not reaped yet: its group cannot be another's */
			kill(-dead.si_pid, SIGKILL);
		if (waitpid(dead.si_pid, &status, WNOHANG) == dead.si_pid && *link != NULL)
			child_ended(link, status);
	}
	timer_set(&again, 0, reap_more, NULL);
}
