/* SPDX-License-Identifier: MIT */
/*
 * ntp - keeps an NTP client running for the servers that the network names.
 *
 *	ntp STATE NTPD   reads STATE (/run/net/state: lines `ntp server=ADDRESS ...`) every two
 *	                 seconds and runs NTPD, busybox's ntpd, with its servers: none while there
 *	                 are none, another one when they change
 *	ntp ACTION       how ntpd calls it back (-S) when the clock was set, and every 11 minutes:
 *	                 tells the kernel, which ntpd does not. The kernel then keeps the battery
 *	                 clock right, and init knows that the time is no guess (adjtimex(2))
 *
 * A system service: its only privilege is to set the clock.
 */
#include "io.h"
#include "loop.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/timex.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define POOL "pool.ntp.org" /* for the word `pool` */

enum {
	SERVERS_MAX = 8,
	SERVER_MAX = 254,
	STATE_MAX = 32 * 1024,
	LOOK_EVERY = 2,      /* s */
	AGAIN = 10 * 1000,   /* ms before an ntpd that ended is started again */
	ERROR_MAX = 1000000, /* us the clock may be wrong when it has just been set */
	NO_STRATUM = 16,     /* RFC 5905: not synchronised */
};

struct servers {
	char name[SERVERS_MAX][SERVER_MAX];
	size_t count;
};

static pid_t child;
static int64_t not_before; /* of loop_now(): when a client may be started */

static int tell_kernel(const char *action)
{
	const char *stratum = getenv("stratum");
	struct timex clock = { 0 };

	if (strcmp(action, "step") != 0 &&
	    (stratum == NULL || strtol(stratum, NULL, 10) >= NO_STRATUM))
		return 0; /* nothing is known: what the kernel believes grows old by itself */
	if (adjtimex(&clock) == -1)
		return 1;
	clock.modes = ADJ_STATUS | ADJ_MAXERROR;
	clock.status &= ~STA_UNSYNC;
	clock.maxerror = ERROR_MAX;
	if (adjtimex(&clock) != -1)
		return 0;
	perror("adjtimex");
	return 1;
}

static void add_server(struct servers *servers, const char *name, size_t length)
{
	static const char allowed[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-_";
	char *place;

	if (length == strlen("pool") && strncmp(name, "pool", length) == 0) {
		name = POOL;
		length = strlen(POOL);
	}
	if (length == 0 || length >= SERVER_MAX || servers->count == SERVERS_MAX ||
	    name[0] == '-' || strspn(name, allowed) < length)
		return;
	place = servers->name[servers->count];
	memcpy(place, name, length);
	place[length] = '\0';
	for (size_t i = 0; i < servers->count; i++)
		if (strcmp(servers->name[i], place) == 0)
			return;
	servers->count++;
}

/* What cannot be read names no server. */
static void read_servers(const char *path, struct servers *servers)
{
	static const char mark[] = "ntp server=";
	static char text[STATE_MAX];
	const char *line = text;

	memset(servers, 0, sizeof(*servers));
	if (io_read_file(path, text, sizeof(text)) == -1)
		return;
	while (line != NULL) {
		if (*line == '\n')
			line++;
		if (strncmp(line, mark, strlen(mark)) == 0)
			add_server(servers, line + strlen(mark),
			    strcspn(line + strlen(mark), " \n"));
		line = strchr(line, '\n');
	}
}

static void start(const char *program, const char *self, const struct servers *servers)
{
	const char *words[4 + 2 * SERVERS_MAX + 1] = { program, "-n", "-S", self };
	sigset_t none;

	for (size_t i = 0; i < servers->count; i++) {
		words[4 + 2 * i] = "-p";
		words[5 + 2 * i] = servers->name[i];
		printf("asks %s\n", servers->name[i]);
	}
	child = fork();
	if (child == 0) {
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		execv(program, (char *const *)(uintptr_t)words); /* it changes none of them */
		perror(program);
		_exit(127);
	}
	if (child == -1) {
		perror("fork");
		child = 0;
	}
}

static void stop(void)
{
	if (child == 0)
		return;
	kill(child, SIGTERM);
	waitpid(child, NULL, 0);
	child = 0;
}

static void reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid != child)
			continue;
		printf("ntpd ended (status %#x), again in %d s\n", (unsigned)status, AGAIN / 1000);
		child = 0;
		not_before = loop_now() + AGAIN;
	}
}

int main(int argc, char **argv)
{
	static struct servers wanted, asked;
	const struct timespec pause = { .tv_sec = LOOK_EVERY };
	sigset_t set;

	if (argc == 2)
		return tell_kernel(argv[1]);
	if (argc != 3) {
		fputs("usage: ntp STATE NTPD\n       ntp ACTION\n", stderr);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	for (;;) {
		read_servers(argv[1], &wanted);
		if (memcmp(&wanted, &asked, sizeof(wanted)) != 0) {
			stop();
			asked = wanted;
			not_before = 0;
		}
		if (child == 0 && asked.count > 0 && loop_now() >= not_before)
			start(argv[2], argv[0], &asked);
		if (sigtimedwait(&set, NULL, &pause) == SIGTERM)
			break;
		reap();
	}
	stop();
	return 0;
}
