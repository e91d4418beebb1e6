/* SPDX-License-Identifier: MIT */
#include "output.h"

#include "cleanup.h"
#include "console.h"
#include "log.h"
#include "packet.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum {
	OUTPUTS = 120,
	KERNEL_KEEP = 128 * 1024, /* all that it says while it starts */
	EMPTY_EVERY = 100,        /* ms */
	ORDER_AGAIN = 100,        /* ms */
};

/* What the log program is handed, in this order. */
enum { CONSOLE, OWN, KERNEL, MEMORY, PRESSURE, READY, SERVICES };

struct output {
	const char *kind;
	char name[2 * PLAN_NAME];
	uint64_t keep;
	int read; /* -1 = none */
	int write;
};

static struct output outputs[SERVICES + OUTPUTS] = {
	[CONSOLE] = { "console", "console", 0, -1, -1 },
	[OWN] = { "own", "whit", OUTPUT_KEEP, -1, -1 },
	[KERNEL] = { "kernel", "kernel", KERNEL_KEEP, -1, -1 },
	[MEMORY] = { "memory", "memory", 0, -1, -1 },
	[PRESSURE] = { "pressure", "memory", 0, -1, -1 },
	[READY] = { "ready", "ready", 0, -1, -1 },
};
static size_t count = SERVICES;
static int orders = -1;        /* our end of the socket */
static int theirs = -1;        /* the log program's, of all log programs */
static struct service *reader; /* the log program; NULL when the image has none */
static enum service_state seen;
static size_t handed; /* how many of the outputs it has */
static bool held_up;  /* it could not be given the next one */
static struct timer again;
static struct timer patience;
static struct timer pulse;
static void (*on_stopped)(void *unused);

/* Pipes */

static int make_pipe(struct output *output)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) == -1)
		return -1;
	output->read = ends[0];
	output->write = ends[1];
	fcntl(ends[1], F_SETPIPE_SZ, OUTPUT_PIPE); /* where that is too much, the usual size does */
	return 0;
}

void output_begin(void)
{
	if (make_pipe(&outputs[OWN]) == 0)
		log_keep(outputs[OWN].write);
	else
		log_line("log: %m: init's own lines are shown, and not kept");
}

void output_kernel(void)
{
	outputs[KERNEL].read = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (outputs[KERNEL].read == -1)
		log_line("log: /dev/kmsg: %m: the kernel's lines are left out");
	outputs[MEMORY].read = open("/proc/meminfo", O_RDONLY | O_CLOEXEC);
	outputs[PRESSURE].read = open("/proc/pressure/memory", O_RDWR | O_CLOEXEC);
}

/* One packet of the socket; a descriptor goes with it, if there is one. False: not now. */
static bool hand(const struct output *output)
{
	char text[sizeof(output->name) + 40];
	int length = snprintf(text, sizeof(text), "%s %s %llu", output->kind, output->name,
	    (unsigned long long)output->keep);

	if (packet_send(orders, text, (size_t)length, output->read) == 0)
		return true;
	if (!held_up)
		log_line("%s: the log program has to wait for its output: %m", output->name);
	return false;
}

/* Hands the log program what it has not got yet. */
static void hand_over(void *unused)
{
	(void)unused;
	outputs[CONSOLE].read = console_fd();
	while (handed < count && hand(&outputs[handed]))
		handed++;
	held_up = handed < count;
	if (held_up)
		timer_set(&again, ORDER_AGAIN, hand_over, NULL);
}

int output_open(const char *name, uint64_t keep)
{
	struct output *output = &outputs[SERVICES];

	while (output < outputs + count && strcmp(output->name, name) != 0)
		output++;
	if (output < outputs + count)
		return output->write;
	errno = ENOSPC;
	if (count == SERVICES + OUTPUTS || make_pipe(output) == -1 ||
	    fcntl(output->write, F_SETFL, 0) == -1) { /* whoever writes waits while it is full */
		log_line("%s: its output is lost: %m", name);
		return 0;
	}
	output->kind = "service";
	snprintf(output->name, sizeof(output->name), "%s", name);
	output->keep = keep != 0 ? keep : OUTPUT_KEEP;
	count++;
	if (reader != NULL && reader->child.pid != 0)
		hand_over(NULL);
	return output->write;
}

/* The log program */

/* What a dead log program had not received is not for its successor: that gets all anew. */
static void take_back(void)
{
	char text[1];

	while (theirs != -1 && recv(theirs, text, sizeof(text), MSG_DONTWAIT) != -1)
		;
}

static void empty_pipes(void *unused)
{
	autoclose int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	(void)unused;
	for (size_t i = SERVICES; nowhere != -1 && i < count; i++)
		splice(outputs[i].read, NULL, nowhere, NULL, OUTPUT_PIPE, SPLICE_F_NONBLOCK);
	timer_set(&patience, EMPTY_EVERY, empty_pipes, NULL);
}

/* Lines of ours that the log program did not come to show. */
static void show_rest(void)
{
	static char text[OUTPUT_PIPE];
	ssize_t got = read(outputs[OWN].read, text, sizeof(text));
	const char *line = text;

	while (got > 0 && line < text + got) {
		const char *feed = memchr(line, '\n', (size_t)(text + got - line));

		if (feed == NULL)
			break;
		if (*line == LOG_TO_SHOW)
			log_show(line + 1, (size_t)(feed - line));
		line = feed + 1;
	}
}

static void end(void)
{
	timer_stop(&patience);
	show_rest();
	on_stopped(NULL);
}

/* Each of our packets is to be taken within OUTPUT_PATIENCE; this one is for nothing else. */
static void feel_pulse(void *unused)
{
	static const struct output beat = { "beat", "log", 0, -1, -1 };
	char text[1];

	(void)unused;
	if (recv(theirs, text, sizeof(text), MSG_PEEK | MSG_DONTWAIT) == -1) {
		hand(&beat);
		timer_set(&pulse, OUTPUT_PATIENCE, feel_pulse, NULL);
	} else {
		log_line("%s hangs, killed", reader->title);
		child_kill(&reader->child, reader->name);
	}
}

void output_look(void)
{
	enum service_state state = reader == NULL ? SERVICE_FAILED : reader->state;

	if (state == seen)
		return;
	seen = state;
	log_hand_over(state == SERVICE_READY);
	if (state == SERVICE_STARTING)
		hand_over(NULL);
	timer_stop(&pulse);
	if (state == SERVICE_READY) {
		timer_stop(&patience);
		timer_set(&pulse, OUTPUT_PATIENCE, feel_pulse, NULL);
	}
	if (reader != NULL && reader->child.pid != 0)
		return;
	timer_stop(&again);
	handed = 0;
	take_back();
	if (!patience.running)
		timer_set(&patience, OUTPUT_PATIENCE, empty_pipes, NULL);
	if (on_stopped != NULL)
		end();
}

void output_reader(struct service *service)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == -1) {
		log_line("%s: no socket for it: %m: what services say is lost", service->title);
		return;
	}
	orders = ends[0];
	theirs = ends[1];
	service->input = theirs;
	reader = service;
	seen = SERVICE_STOPPED;
}

void output_stop(void (*stopped)(void *unused))
{
	on_stopped = stopped;
	if (reader != NULL && service_is_active(reader))
		service_stop(reader);
	else
		end();
}
