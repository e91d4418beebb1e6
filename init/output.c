/* SPDX-License-Identifier: MIT */
#include "output.h"

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum {
	REPORT_DELAY = 1000, /* ms */
	BLOCK = 16 * 1024,
	ONE_LINE = 1000, /* of allowance: OUTPUT_RATE grows by the millisecond */
	SHARE = 10,      /* ms of rest for each that reading took: a tenth of a processor at most */
};

static void show_dropped(void *owner)
{
	struct output *output = owner;

	if (output->dropped > 0)
		log_line("%s: %lu lines dropped: more than %d a second", output->name,
		    output->dropped, OUTPUT_RATE);
	output->dropped = 0;
}

static void end_line(struct output *output)
{
	if (output->allowance >= ONE_LINE) {
		output->allowance -= ONE_LINE;
		if (output->used > 0)
			log_line("%s: %.*s", output->name, (int)output->used, output->line);
	} else if (++output->dropped == 1) {
		timer_set(&output->report, REPORT_DELAY, show_dropped, output);
	}
	output->used = 0;
}

/* Reads one block. Returns false when there is nothing more to read now. */
static bool read_block(struct output *output)
{
	static char block[BLOCK];
	ssize_t got = read(output->pipe.fd, block, sizeof(block));

	if (got == -1 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (got <= 0) {
		watch_close(&output->pipe);
		return false; /* what has no line feed is shown by output_close() */
	}
	for (ssize_t i = 0; i < got; i++) {
		if (block[i] == '\n' || output->used == OUTPUT_LINE)
			end_line(output);
		if (block[i] != '\n')
			output->line[output->used++] = block[i];
	}
	return true;
}

/* Reads what there is, at most a full pipe: whoever writes faster does not hold us here. */
static void read_pipe(struct output *output)
{
	int64_t now = loop_now();

	/* once a reading, not once a line: a flood of empty lines is 25 million a second */
	output->allowance += (now - output->refilled) * OUTPUT_RATE;
	output->refilled = now;
	if (output->allowance > OUTPUT_BURST * ONE_LINE)
		output->allowance = OUTPUT_BURST * ONE_LINE;
	for (int i = 0; i < OUTPUT_PIPE / BLOCK && output->pipe.fd != -1; i++)
		if (!read_block(output))
			break;
}

static void on_readable(void *owner)
{
	struct output *output = owner;

	read_pipe(output);
	if (output->pipe.fd != -1)
		watch_rest(&output->pipe, OUTPUT_PAUSE + SHARE * (loop_now() - output->refilled));
	else if (output->closed != NULL)
		output->closed(output->owner);
}

int output_open(struct output *output, const char *name, int fd, void (*closed)(void *owner),
    void *owner)
{
	*output = (struct output){
		.name = name,
		.closed = closed,
		.owner = owner,
		.refilled = loop_now(),
		.allowance = OUTPUT_BURST * ONE_LINE,
	};
	fcntl(fd, F_SETPIPE_SZ, OUTPUT_PIPE); /* where that is too much, the usual size does */
	return watch_add(&output->pipe, fd, EPOLLIN, on_readable, output);
}

void output_close(struct output *output)
{
	if (output->pipe.ready != NULL)
		read_pipe(output);
	if (output->used > 0)
		end_line(output);
	watch_close(&output->pipe);
	timer_stop(&output->report);
	show_dropped(output);
}
