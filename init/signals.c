/* SPDX-License-Identifier: MIT */
#include "signals.h"

#include "child.h"
#include "loop.h"
#include "shutdown.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* SIGRTMIN+3, as container managers count: for glibc, and so for them, SIGRTMIN is 34. */
enum { CONTAINER_STOP = 34 + 3 };

static struct watch watch;

static void on_signal(void *owner)
{
	struct signalfd_siginfo signal;

	(void)owner;
	if (read(watch.fd, &signal, sizeof(signal)) != sizeof(signal))
		return;
	if (signal.ssi_signo == SIGCHLD)
		child_reap();
	else if (signal.ssi_signo == SIGTERM)
		shutdown_begin(SHUTDOWN_POWEROFF, "SIGTERM");
	else if (signal.ssi_signo == CONTAINER_STOP)
		shutdown_begin(SHUTDOWN_POWEROFF, "SIGRTMIN+3");
	else if (signal.ssi_signo == SIGINT)
		shutdown_begin(SHUTDOWN_REBOOT, "SIGINT");
}

int signals_open(void)
{
	sigset_t all;
	sigset_t ours;
	int fd;

	sigfillset(&all);
	sigemptyset(&ours);
	sigaddset(&ours, SIGCHLD);
	sigaddset(&ours, SIGTERM);
	sigaddset(&ours, SIGINT);
	sigaddset(&ours, CONTAINER_STOP);
	if (sigprocmask(SIG_SETMASK, &all, NULL) == -1)
		return -1;
	fd = signalfd(-1, &ours, SFD_NONBLOCK | SFD_CLOEXEC);
	return fd == -1 ? -1 : watch_add(&watch, fd, EPOLLIN, on_signal, NULL);
}
