/* SPDX-License-Identifier: MIT */
/*
 * kvp - answers what Hyper-V's host asks (answer.h): Get-VMNetworkAdapter and the manager's window show
 * it.
 *
 *	kvp STATE    stdin is /dev/vmbus/hv_kvp, which init has opened; STATE is /run/net/state
 *
 * A system service without rights and without a network, only on machines that have that device. The
 * kernel waits five seconds for an answer; each is made of what is true then.
 */
#include "answer.h"
#include "io.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#define RELEASE "/etc/os-release"

enum { STATE_MAX = 32 * 1024, RELEASE_MAX = 4096, WORD = 64 };

/* The value of a line `KEY=VALUE` or `KEY="VALUE"` of os-release(5). */
static void read_release(const char *text, const char *key, char word[WORD])
{
	const char *line = text;

	while (line != NULL && strncmp(line, key, strlen(key)) != 0)
		line = (line = strchr(line, '\n')) == NULL ? NULL : line + 1;
	line = line == NULL ? "" : line + strlen(key);
	line += *line == '"';
	snprintf(word, WORD, "%.*s", (int)strcspn(line, "\"\n"), line);
}

static void answer(struct hv_kvp_msg *message, const char *state_path)
{
	static char state[STATE_MAX], release[RELEASE_MAX];
	char name[WORD], version[WORD];
	struct utsname system = { 0 };

	if (io_read_file(state_path, state, sizeof(state)) == -1)
		state[0] = '\0'; /* no network yet */
	if (io_read_file(RELEASE, release, sizeof(release)) == -1)
		release[0] = '\0';
	read_release(release, "NAME=", name);
	read_release(release, "VERSION_ID=", version);
	uname(&system);
	answer_question(message,
	    &(struct answer_facts){
	        .hostname = system.nodename,
	        .os_name = name,
	        .os_version = version,
	        .kernel = system.release,
	        .network = state,
	    });
}

static int failed(const char *what)
{
	perror(what);
	return 1;
}

int main(int argc, char **argv)
{
	static struct hv_kvp_msg message;
	struct pollfd device = { .fd = STDIN_FILENO, .events = POLLIN };
	ssize_t got;

	if (argc != 2) {
		fputs("usage: kvp STATE <DEVICE\n", stderr);
		return 2;
	}
	/* What a daemon says first: that it is of the second kind. The kernel answers the same. */
	message.kvp_hdr.operation = KVP_OP_REGISTER1;
	if (write(device.fd, &message, sizeof(message)) != sizeof(message))
		return failed("the kernel does not take us");
	for (;;) {
		if (poll(&device, 1, -1) == -1)
			return failed("poll");
		if ((device.revents & (POLLERR | POLLHUP)) != 0 && (device.revents & POLLIN) == 0) {
			fputs("the device is gone\n", stderr);
			return 1;
		}
		got = read(device.fd, &message, sizeof(message));
		if (got != sizeof(message))
			return failed("a question that is none");
		if (message.kvp_hdr.operation == KVP_OP_REGISTER1)
			continue;
		answer(&message, argv[1]);
		/* Too late an answer is refused by the kernel: the next question comes. */
		if (write(device.fd, &message, sizeof(message)) == -1)
			perror("an answer was not taken");
	}
}
