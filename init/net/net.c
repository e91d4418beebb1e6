/* SPDX-License-Identifier: MIT */
/*
 * net - the network of a Whit machine: a service of the system with a uid of its own, and no
 * right but to configure the network.
 *
 * Reads what is wanted (settings.h), sets up cards (card.h), has udhcpc and udhcpc6 ask for addresses
 * (dhcp.h, dhcp6.h), hears what routers say (router.h), and writes what there is (state.h). When it
 * dies the network stays as it is, and its successor takes it over.
 */
#include "card.h"
#include "io.h"
#include "say.h"
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { READY_FD = 3 };

static struct watch signals;

static void on_signal(void *owner)
{
	struct signalfd_siginfo signal;
	pid_t pid;
	int status;

	(void)owner;
	if (read(signals.fd, &signal, sizeof(signal)) != sizeof(signal))
		return;
	if (signal.ssi_signo == SIGTERM)
		_exit(0);
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		client_child_died(pid, status);
}

static int signals_open(void)
{
	sigset_t ours;
	int fd;

	sigemptyset(&ours);
	sigaddset(&ours, SIGCHLD);
	sigaddset(&ours, SIGTERM);
	if (sigprocmask(SIG_BLOCK, &ours, NULL) == -1)
		return -1;
	fd = signalfd(-1, &ours, SFD_NONBLOCK | SFD_CLOEXEC);
	return fd == -1 ? -1 : watch_add(&signals, fd, EPOLLIN, on_signal, NULL);
}

/* How the kernel is to do its part: with CAP_NET_ADMIN these are ours to set. */
static void set_kernel(void)
{
	static const char *const settings[][2] = {
		/* a route whose cable is out is none: the other card's counts */
		{ "/proc/sys/net/ipv4/conf/all/ignore_routes_with_linkdown", "1" },
		{ "/proc/sys/net/ipv6/conf/all/ignore_routes_with_linkdown", "1" },
		{ "/proc/sys/net/ipv6/conf/default/ignore_routes_with_linkdown", "1" },
		/* a server's address does not change by itself (RFC 8981 is for clients) */
		{ "/proc/sys/net/ipv6/conf/default/use_tempaddr", "0" },
		/* addresses may be used while the kernel still looks for a double (RFC 4429) */
		{ "/proc/sys/net/ipv6/conf/all/optimistic_dad", "1" },
		{ "/proc/sys/net/ipv6/conf/default/optimistic_dad", "1" },
		/* by us too: we are told of them at once */
		{ "/proc/sys/net/ipv6/conf/all/use_optimistic", "1" },
		{ "/proc/sys/net/ipv6/conf/default/use_optimistic", "1" },
	};

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (io_write_file(settings[i][0], settings[i][1]) == -1 && errno != ENOENT)
			say("%s: %m", settings[i][0]);
}

static void on_first_look(void)
{
	ssize_t ignored = write(READY_FD, "\n", 1); /* EBADF when a person has started us */

	(void)ignored;
	close(READY_FD);
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	fcntl(READY_FD, F_SETFD, FD_CLOEXEC); /* ours, not the children's */
	/* 1. What is wanted. */
	settings_open();
	set_kernel();
	/* 2. Ears: for children, for DHCP's events, for the kernel. */
	if (loop_open() == -1 || signals_open() == -1 || dhcp_open() == -1) {
		say("no event loop: %m");
		return 1;
	}
	state_changed();
	if (card_open(on_first_look) == -1) {
		say("no rtnetlink: %m: there is no network");
		on_first_look();
	}
	/* 3. For ever: one event at a time. */
	for (;;)
		loop_turn();
}
