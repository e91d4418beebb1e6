/* SPDX-License-Identifier: MIT */
/*
 * whit - asks init, over its control socket (lib/proto.h).
 *
 * Called as `poweroff` or `reboot` it is that command: so the kernel asks for an orderly
 * end when the host of a virtual machine wants one (CONFIG_STATIC_USERMODEHELPER_PATH).
 */
#include "cleanup.h"
#include "hardware.h"
#include "io.h"
#include "logs.h"
#include "net.h"
#include "packet.h"
#include "proto.h"
#include "request.h"
#include "show-status.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#define LAUNCH "/usr/lib/whit/launch"
#define BUILD "/etc/whit/build"

enum { ANSWER_LIMIT = 10 }; /* s */

static const char usage[] =
    "usage: whit status [--json]          how this machine is\n"
    "       whit net [--json]             its cards, addresses, routes, leases, name servers\n"
    "       whit hardware [--json]        what it is made of, and which driver has each part\n"
    "       whit start|stop ROLE          starts or stops a role's services\n"
    "       whit restart ROLE             stops and starts them\n"
    "       whit reload ROLE              prepares the role anew and lets its services read it\n"
    "       whit sandbox SERVICE [--json] what SERVICE (ROLE.NAME) may do, see and use, step by "
    "step\n"
    "       whit reboot | poweroff        in order: services first, then disks\n"
    "       " LOGS_USAGE "\n"
    "                                     the last lines of each service; -f: and those to come;\n"
    "                                     --kept: those on the disk, of earlier boots too\n"
    "       whit --version                which Whit this is\n"
    "       whit --help                   this text\n"
    "exit code: 0 done, 1 could not be done, 2 not understood, 3 init does not answer\n";

static int misused(void)
{
	fputs(usage, stderr);
	return PROTO_USAGE;
}

/* Reads the words of the command line into a request. 0, or -1. */
static int read_words(int count, char **words, struct proto_request *request)
{
	char text[PROTO_REQUEST_MAX];
	int length = 0;

	if (count == 1)
		length = snprintf(text, sizeof(text), "%s", words[0]);
	else if (count == 2)
		length = snprintf(text, sizeof(text), "%s %s", words[0], words[1]);
	if (length >= (int)sizeof(text))
		return -1;
	return proto_read_request(text, (size_t)length, request) == NULL ? 0 : -1;
}

static int unreachable(const char *what)
{
	fprintf(stderr, "whit: %s: %s: init does not answer\n", what, strerror(errno));
	return PROTO_UNREACHABLE;
}

/* Sends a request. The descriptor where its reply will be, or -1 with errno. */
static int send_request(const struct proto_request *request)
{
	static const struct sockaddr_un address = { AF_UNIX, PROTO_SOCKET };
	static const struct timeval limit = { ANSWER_LIMIT, 0 };
	char text[PROTO_REQUEST_MAX];
	size_t length = request_write(request, text);
	autoclose int init = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	autoclose int theirs = -1;
	autoclose int ours = -1;
	int ends[2];

	if (init == -1 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1)
		return -1;
	ours = ends[0];
	theirs = ends[1];
	setsockopt(init, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	setsockopt(ours, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (connect(init, (const struct sockaddr *)&address, sizeof(address)) == -1 ||
	    packet_send(init, text, length, theirs) == -1)
		return -1;
	return steal_fd(&ours);
}

/* Asks, and shows what status says as text or JSON. */
static int ask(const struct proto_request *request, bool json)
{
	static char reply[PROTO_REPLY_MAX + 1];
	autoclose int fd = send_request(request);
	enum proto_code code;
	ssize_t got;

	if (fd == -1)
		return unreachable(PROTO_SOCKET);
	got = recv(fd, reply, PROTO_REPLY_MAX, 0);
	if (got == -1 || request_read_reply(reply, (size_t)got, &code) != NULL)
		return unreachable("reply");
	reply[got] = '\0';
	if (code == PROTO_DONE && request->command == PROTO_STATUS)
		status_show(reply + PROTO_REPLY_TEXT, json);
	else if (code != PROTO_DONE)
		fprintf(stderr, "whit: %s %s: %s\n", proto_word(request->command), request->role,
		    reply + PROTO_REPLY_TEXT);
	return (int)code;
}

/* The plan of the image says it: init need not be asked. */
static int tell_sandbox(int count, char **words)
{
	char *const text[] = { "launch", "--list", words[0], NULL };
	char *const json[] = { "launch", "--list", "--json", words[0], NULL };

	if (count == 1)
		execv(LAUNCH, text);
	else if (count == 2 && strcmp(words[1], "--json") == 0)
		execv(LAUNCH, json);
	else
		return misused();
	return unreachable(LAUNCH);
}

static int tell_version(void)
{
	static const char key[] = "\nversion = ";
	char text[1024];
	const char *version = NULL;

	if (io_read_file(BUILD, text, sizeof(text)) != -1)
		version = strstr(text, key);
	if (version == NULL) {
		fputs("whit: " BUILD " says no version\n", stderr);
		return PROTO_FAILED;
	}
	version += strlen(key);
	printf("whit %.*s\n", (int)strcspn(version, "\n"), version);
	return PROTO_DONE;
}

/* Is it `whit NAME` or `whit NAME --json`? */
static bool is_report(int argc, char **argv, const char *name)
{
	return argc >= 2 && argc <= 3 && strcmp(argv[1], name) == 0 &&
	    (argc == 2 || strcmp(argv[2], "--json") == 0);
}

int main(int argc, char **argv)
{
	static const enum proto_command own_names[] = { PROTO_POWEROFF, PROTO_REBOOT };
	struct proto_request request = { 0 };
	const char *name = strrchr(argc > 0 ? argv[0] : "", '/');
	bool json;

	name = name == NULL ? "" : name + 1;
	for (size_t i = 0; i < sizeof(own_names) / sizeof(own_names[0]); i++) {
		if (strcmp(name, proto_word(own_names[i])) != 0)
			continue;
		request.command = own_names[i];
		return ask(&request, false);
	}
	if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0))
		return fputs(usage, stdout) == EOF ? PROTO_FAILED : PROTO_DONE;
	if (argc == 2 && strcmp(argv[1], "--version") == 0)
		return tell_version();
	if (argc >= 2 && strcmp(argv[1], "logs") == 0)
		return logs(argv + 2);
	if (is_report(argc, argv, "net"))
		return net_show(argc == 3);
	if (is_report(argc, argv, "hardware"))
		return hardware_show(argc == 3);
	if (argc > 2 && strcmp(argv[1], "sandbox") == 0)
		return tell_sandbox(argc - 2, argv + 2);
	json = argc == 3 && is_report(argc, argv, "status");
	if (argc < 2 || read_words(json ? 1 : argc - 1, argv + 1, &request) == -1)
		return misused();
	return ask(&request, json);
}
