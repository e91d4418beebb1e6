/* SPDX-License-Identifier: MIT */
/*
 * smb-server COMMAND [WORD...] - the kernel's SMB server as a service: it serves as long as this program runs.
 *
 * COMMAND is ksmbd.mountd, which configures the server, knows users and shares, and starts it. But it
 * neither says when the server runs nor ends it: what is mounted by then would stay open for ever. So this
 * program stands above it. It waits until the kernel says that the server runs and writes a line feed to
 * descriptor 3; passes SIGHUP on, by which ksmbd.mountd reads its files again; and when that ends, or
 * SIGTERM comes, it resets the server, as `ksmbd.control --shutdown` does, which closes every session.
 */
#include "io.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LOCK "/run/share/lock" /* of ksmbd.mountd, which never removes it */
#define CONTROL "/sys/class/ksmbd-control/"

enum {
	READY_FD = 3,
	LOOK_EVERY = 20, /* ms, for the server */
	NO_PROGRAM = 127,
};

static int complain(const char *what)
{
	fprintf(stderr, "smb-server: %s: %s\n", what, strerror(errno));
	return -1;
}

/* Has ksmbd.mountd started the server? The file's form: fs/smb/server/server.c of the kernel. */
static bool is_running(void)
{
	char text[128];

	return io_read_file(CONTROL "stats", text, sizeof(text)) != -1 &&
	    strstr(text, " running ") != NULL;
}

static int reset(void)
{
	return io_write_file(CONTROL "kill_server", "hard") == 0 ? 0
	                                                         : complain(CONTROL "kill_server");
}

static pid_t start(char **command, const sigset_t *blocked)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	sigprocmask(SIG_UNBLOCK, blocked, NULL);
	execv(command[0], command);
	complain(command[0]);
	_exit(NO_PROGRAM);
}

/* Serves until SIGTERM (true) or until the child has ended (false). */
static bool serve(pid_t child, const sigset_t *signals)
{
	const struct timespec pause = { .tv_nsec = LOOK_EVERY * 1000000L };
	bool ready = false;

	for (;;) {
		int number =
		    ready ? sigwaitinfo(signals, NULL) : sigtimedwait(signals, NULL, &pause);

		if (number == SIGTERM)
			return true;
		if (number == SIGHUP)
			kill(child, SIGHUP);
		if (number == SIGCHLD && waitpid(child, NULL, WNOHANG) == child)
			return false;
		if (!ready && is_running()) {
			ready = true;
			if (write(READY_FD, "\n", 1) == 1)
				close(READY_FD);
		}
	}
}

int main(int count, char **words)
{
	sigset_t signals;
	pid_t child;
	bool asked;

	if (count < 2) {
		fputs("usage: smb-server COMMAND [WORD...]\n", stderr);
		return 2;
	}
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	sigaddset(&signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	/* what a killed predecessor has left running is ended first */
	if (is_running() && reset() == -1)
		return 1;
	unlink(LOCK); /* it names a process number that may be somebody else's by now */
	child = start(words + 1, &signals);
	if (child == -1) {
		complain(words[1]);
		return 1;
	}
	asked = serve(child, &signals);
	if (asked) {
		kill(child, SIGTERM);
		while (waitpid(child, NULL, 0) == -1 && errno == EINTR)
			;
	} else {
		fprintf(stderr, "smb-server: %s has ended\n", words[1]);
	}
	return reset() == 0 && asked ? 0 : 1;
}
