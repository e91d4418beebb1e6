/* SPDX-License-Identifier: MIT */
#include "output.h"

#include "cleanup.h"
#include "console.h"
#include "log.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum {
	OUTPUTS = 120,
	KERNEL_KEEP = 128 * 1024, /* all that it says while it starts */
	EMPTY_EVERY = 100,        /* ms */
};

struct output {
	char name[2 * PLAN_NAME];
	uint64_t keep;
	int read;
	int write;
};

static struct output outputs[OUTPUTS];
static size_t count;
static struct output own = { .name = "whit", .keep = OUTPUT_KEEP, .read = -1 };
static int kernel = -1;
static int orders = -1;        /* our end of the socket */
static int theirs = -1;        /* the log program's, of all log programs */
static struct service *reader; /* the log program; NULL when the image has none */
static enum service_state seen;
static struct timer patience;
static void (*on_stopped)(void);

/* Pipes */

static int make_pipe(struct output *output)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) == -1)
		return -1;
	output->read = ends[0];
	output->write = ends[1];
	fcntl(ends[1], F_SETPIPE_SZ, OUTPUT_PIPE); /* where that is too much, the usual size does */
	return fcntl(ends[0], F_SETFL, O_NONBLOCK);
}

void output_begin(void)
{
	if (make_pipe(&own) == 0 && fcntl(own.write, F_SETFL, O_NONBLOCK) == 0)
		log_keep(own.write);
}

void output_kernel(void)
{
	kernel = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (kernel == -1)
		log_line("log: /dev/kmsg: %m: the kernel's lines are left out");
}

/* One packet of the socket; a descriptor goes with it, unless it is -1. */
static void order(int fd, const char *kind, const char *name, uint64_t keep)
{
	char text[2 * PLAN_NAME + 32];
	union {
		struct cmsghdr aligned;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec part = { text, 0 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	struct cmsghdr *header = &control.aligned;

	part.iov_len = (size_t)snprintf(text, sizeof(text), "%s %s %llu", kind, name,
	    (unsigned long long)keep);
	if (fd != -1) {
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(sizeof(fd));
		memcpy(CMSG_DATA(header), &fd, sizeof(fd));
		message.msg_control = &control;
		message.msg_controllen = sizeof(control);
	}
	if (sendmsg(orders, &message, MSG_DONTWAIT | MSG_NOSIGNAL) == -1)
		log_line("%s: the log program does not get its output: %m", name);
}

int output_open(const char *name, uint64_t keep)
{
	struct output *output = outputs;

	while (output < outputs + count && strcmp(output->name, name) != 0)
		output++;
	if (output < outputs + count)
		return output->write;
	errno = ENOSPC;
	if (count == OUTPUTS || make_pipe(output) == -1) {
		log_line("%s: its output is lost: %m", name);
		return 0;
	}
	snprintf(output->name, sizeof(output->name), "%s", name);
	output->keep = keep != 0 ? keep : OUTPUT_KEEP;
	count++;
	if (reader != NULL && reader->child.pid != 0)
		order(output->read, "service", name, output->keep);
	return output->write;
}

/* The log program */

static void hand_over(void)
{
	order(console_fd(), "console", "-", 0);
	order(own.read, "own", own.name, own.keep);
	if (kernel != -1)
		order(kernel, "kernel", "kernel", KERNEL_KEEP);
	for (size_t i = 0; i < count; i++)
		order(outputs[i].read, "service", outputs[i].name, outputs[i].keep);
	order(-1, "ready", "-", 0);
}

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
	for (size_t i = 0; nowhere != -1 && i < count; i++)
		splice(outputs[i].read, NULL, nowhere, NULL, OUTPUT_PIPE, SPLICE_F_NONBLOCK);
	timer_set(&patience, EMPTY_EVERY, empty_pipes, NULL);
}

/* Lines of ours that the log program did not come to show. */
static void show_rest(void)
{
	static char text[OUTPUT_PIPE];
	ssize_t got = read(own.read, text, sizeof(text));
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
	on_stopped();
}

void output_look(void)
{
	enum service_state state = reader == NULL ? SERVICE_FAILED : reader->state;

	if (state == seen)
		return;
	seen = state;
	log_hand_over(state == SERVICE_READY);
	if (state == SERVICE_STARTING)
		hand_over();
	if (state == SERVICE_READY)
		timer_stop(&patience);
	if (reader != NULL && reader->child.pid != 0)
		return;
	take_back();
	if (!patience.running)
		timer_set(&patience, OUTPUT_PATIENCE, empty_pipes, NULL);
	if (on_stopped != NULL)
		end();
}

void output_reader(struct service *service)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1) {
		log_line("%s: no socket for it: %m: what services say is lost", service->title);
		return;
	}
	orders = ends[0];
	theirs = ends[1];
	service->input = theirs;
	reader = service;
	seen = SERVICE_STOPPED;
}

void output_stop(void (*stopped)(void))
{
	on_stopped = stopped;
	if (reader != NULL && service_is_active(reader))
		service_stop(reader);
	else
		end();
}
