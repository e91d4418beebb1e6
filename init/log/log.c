/* SPDX-License-Identifier: MIT */
/*
 * log - the log program: takes every line of the machine, keeps the last ones of each source in
 * /run/log, shows them on the console and sends them to the collector.
 *
 * PID 1 starts it, with a socket as standard input over which it hands descriptors (output.c): the
 * console, the kernel's log and its figures of memory, and the pipe of each child. It may be killed at
 * any time: PID 1 keeps the pipes, the rings keep all else, and its successor goes on. It needs no
 * capability.
 */
#include "forward.h"
#include "packet.h"
#include "settings.h"
#include "shortage.h"
#include "show.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	READY_FD = 3,
	ORDER = 128, /* bytes */
	NEXT = 5,    /* ms until those who have had their share get more */
	LAST = 500,  /* ms that the last lines have */
};

static struct settings settings;
static struct watch orders;
static struct watch signals;
static struct timer next;
static struct timer end;
static bool ending;

static void on_turn(void *unused)
{
	(void)unused; /* that the loop turns is enough */
}

/* Gives every sink its share; who waits for a device is woken by it. True when all have all. */
static bool serve_sinks(void)
{
	enum sink_state show = sink_run(&show_sink);
	enum sink_state forward = settings.forward ? sink_run(&forward_sink) : SINK_DONE;

	if (show == SINK_MORE || forward == SINK_MORE)
		timer_set(&next, NEXT, on_turn, NULL);
	return show == SINK_DONE && forward == SINK_DONE;
}

/* An order is `KIND NAME SIZE` and comes with a descriptor, which is ours now. */
static void obey(const char *order, int fd)
{
	static const char *const kinds[] = {
		[LINE_SERVICE] = "service",
		[LINE_OWN] = "own",
		[LINE_KERNEL] = "kernel",
	};
	char kind[16];
	char name[RING_NAME];
	unsigned long long size;

	if (sscanf(order, "%15s %71s %llu", kind, name, &size) != 3)
		return;
	if (strcmp(kind, "ready") == 0 && write(READY_FD, "\n", 1) == 1) {
		close(READY_FD);
		shortage_open();
	}
	if (fd == -1) /* there is no such thing here */
		return;
	if (strcmp(kind, "console") == 0)
		show_open(fd);
	if (strcmp(kind, "memory") == 0)
		shortage_memory(fd);
	if (strcmp(kind, "pressure") == 0)
		shortage_pressure(fd);
	for (int i = 0; i <= LINE_KERNEL; i++)
		if (strcmp(kind, kinds[i]) == 0 &&
		    stream_add((enum line_kind)i, name, size, fd) == -1)
			dprintf(STDOUT_FILENO, "<3>%s: its lines are not read: %s\n", name,
			    strerror(errno));
}

static void on_order(void *unused)
{
	char text[ORDER + 1];
	int fd = -1;
	ssize_t got = packet_receive(orders.fd, text, sizeof(text), SCM_RIGHTS, &fd);

	(void)unused;
	if (got == 0) /* PID 1 is gone */
		exit(0);
	if (got != -1)
		obey(text, fd);
}

/* A collector that does not answer gets no more of our time. */
static void on_end(void *unused)
{
	(void)unused;
	exit(0);
}

static void on_signal(void *unused)
{
	(void)unused;
	ending = true;
	timer_set(&end, LAST, on_end, NULL);
	stream_read_all();
	watch_close(&signals);
}

static int signals_open(void)
{
	sigset_t ours;
	int fd;

	sigemptyset(&ours);
	sigaddset(&ours, SIGTERM);
	sigprocmask(SIG_BLOCK, &ours, NULL);
	fd = signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
	return fd == -1 ? -1 : watch_add(&signals, fd, EPOLLIN, on_signal, NULL);
}

int main(void)
{
	/* 1. The loop, the signal that says "the last lines", the socket of PID 1. */
	if (loop_open() == -1 || signals_open() == -1 ||
	    watch_add(&orders, STDIN_FILENO, EPOLLIN, on_order, NULL) == -1) {
		perror("log: cannot start");
		return 1;
	}
	/* 2. What the site wants. */
	settings_read(&settings);
	if (settings.forward)
		forward_open(&settings.collector);
	/* 3. For ever: take what comes, and pass it on. */
	while (!serve_sinks() || !ending)
		loop_turn();
	return 0;
}
