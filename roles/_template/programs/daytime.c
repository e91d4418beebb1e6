/* SPDX-License-Identifier: MIT */
/*
 * daytime - answers every TCP connection with one line, the time, and closes it (RFC 867).
 * The template's daemon: small enough to read, and a real one.
 *
 *	daytime FILE      FILE holds lines "listen ADDRESS PORT" and at most one "greeting TEXT"
 *
 * When it listens it writes a line feed to descriptor 3, if that is open.
 */

#include "text-values.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LISTEN_MAX = 16, READY = 3 };

struct daytime {
	struct pollfd sockets[LISTEN_MAX];
	nfds_t count;
	char greeting[256];
};

static int open_socket(const struct text_address *address, uint16_t port)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
	struct sockaddr_in four = { .sin_family = AF_INET, .sin_port = htons(port) };
	const struct sockaddr *name = address->family == AF_INET ? (const struct sockaddr *)&four
	                                                         : (const struct sockaddr *)&six;
	socklen_t size = address->family == AF_INET ? sizeof(four) : sizeof(six);
	int fd = socket(address->family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int yes = 1, no = 0;

	memcpy(&four.sin_addr, address->bytes, sizeof(four.sin_addr));
	memcpy(&six.sin6_addr, address->bytes, sizeof(six.sin6_addr));
	if (fd == -1)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (address->family == AF_INET6) /* "::" is IPv4 too */
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no));
	if (bind(fd, name, size) == -1 || listen(fd, 64) == -1)
		return -1;
	return fd;
}

/* Takes one line of the file. Returns 0, or -1 when it cannot be done. */
static int take_line(struct daytime *daytime, char *line)
{
	const char *rest = line;
	char word[TEXT_WORD_MAX];
	struct text_address address;
	uint16_t port;
	int fd;

	line[strcspn(line, "\n")] = '\0';
	if (strncmp(line, "greeting ", 9) == 0) {
		snprintf(daytime->greeting, sizeof(daytime->greeting), "%s", line + 9);
		return 0;
	}
	errno = EINVAL;
	if (text_next_word(&rest, word, sizeof(word)) != 1 || strcmp(word, "listen") != 0 ||
	    text_next_word(&rest, word, sizeof(word)) != 1 || text_address(word, &address) ||
	    text_next_word(&rest, word, sizeof(word)) != 1 || text_port(word, &port) ||
	    daytime->count == LISTEN_MAX)
		return -1;
	fd = open_socket(&address, port);
	if (fd == -1)
		return -1;
	daytime->sockets[daytime->count++] = (struct pollfd){ .fd = fd, .events = POLLIN };
	return 0;
}

static int read_file(struct daytime *daytime, const char *path)
{
	FILE *file = fopen(path, "re");
	char line[256];
	int result = file ? 0 : -1;

	while (result == 0 && fgets(line, sizeof(line), file)) {
		result = take_line(daytime, line);
		if (result == -1)
			fprintf(stderr, "daytime: %s: %s: %s\n", path, line, strerror(errno));
	}
	if (file)
		fclose(file);
	else
		fprintf(stderr, "daytime: %s: %s\n", path, strerror(errno));
	return result;
}

static void answer(const struct daytime *daytime, int listening)
{
	int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	time_t now = time(NULL);
	struct tm parts;
	char when[64], line[384];
	int length;

	if (fd == -1)
		return;
	strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S UTC", gmtime_r(&now, &parts));
	length = snprintf(line, sizeof(line), "%s%s%s\r\n", daytime->greeting,
	    *daytime->greeting ? " " : "", when);
	if (write(fd, line, (size_t)length) != length)
		fprintf(stderr, "daytime: an answer was cut short\n");
	close(fd);
}

int main(int count, char **words)
{
	struct daytime daytime = { .count = 0 };

	if (count != 2) {
		fprintf(stderr, "usage: daytime FILE\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	if (read_file(&daytime, words[1]) == -1)
		return 1;
	if (write(READY, "\n", 1) == 1)
		close(READY);
	for (;;) {
		if (poll(daytime.sockets, daytime.count, -1) == -1 && errno != EINTR)
			return 1;
		for (nfds_t i = 0; i < daytime.count; i++) {
			if (daytime.sockets[i].revents)
				answer(&daytime, daytime.sockets[i].fd);
		}
	}
}
