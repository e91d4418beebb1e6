/* SPDX-License-Identifier: MIT */
#include "forward.h"

#include "cleanup.h"
#include "message.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

enum { /* ms */
	RETRY_SOONEST = 500,
	RETRY_LATEST = 10 * 1000,
	PROBE = 1000, /* that a collector has to refuse the first UDP message */
	LOOK = 100,   /* until we see again what a TCP collector has acknowledged */
};

enum { WINDOW = 32 * 1024 }; /* bytes that may be on their way by TCP */

static const struct core_collector *target;
static struct watch connection;
static struct timer retry;
static int64_t delay = RETRY_SOONEST;
static enum { DOWN, PROBING, UP } state;
static struct timer probe;
static int said; /* the error that has been told last */
/* By TCP whole frames, of which the collector may not have any; by UDP a message. */
static char window[WINDOW];
static size_t length;
static size_t sent; /* of it, on this connection: a new one begins with the first frame again */
static struct timer look;

static void begin(void *unused);

/* On standard output, which comes back as a stream. */
static void say(const char *what)
{
	char address[TEXT_ADDRESS_MAX];

	dprintf(STDOUT_FILENO, "collector %s %s port %u: %s\n", target->tcp ? "tcp" : "udp",
	    text_format_address(&target->address, address), target->port, what);
}

/* Frames that the collector's machine has acknowledged need not be sent again when the
 * connection has broken. */
static void drop_delivered(void)
{
	int waiting = 0;
	size_t gone = 0;

	if (ioctl(connection.fd, TIOCOUTQ, &waiting) == -1 || (size_t)waiting > sent)
		return;
	while (gone < length) {
		char *blank;
		size_t text = strtoul(window + gone, &blank, 10);
		size_t next = (size_t)(blank - window) + 1 + text;

		if (next > sent - (size_t)waiting)
			break;
		gone = next;
	}
	length -= gone;
	sent -= gone;
	memmove(window, window + gone, length);
}

static void fail(int error)
{
	char what[128];

	if (error != said) {
		snprintf(what, sizeof(what), "%s: lines wait", strerror(error));
		say(what);
	}
	said = error;
	state = DOWN;
	if (target->tcp)
		drop_delivered();
	sent = 0;
	timer_stop(&probe);
	watch_close(&connection);
	timer_set(&retry, delay, begin, NULL);
	delay = delay * 2 < RETRY_LATEST ? delay * 2 : RETRY_LATEST;
}

/* What is left of the window. False while there is some. */
static bool flush(void)
{
	while (sent < length) {
		ssize_t count = send(connection.fd, window + sent, length - sent, MSG_NOSIGNAL);

		if (count == -1) {
			if (errno != EAGAIN)
				fail(errno);
			return false;
		}
		sent += (size_t)count;
	}
	if (!target->tcp)
		length = sent = 0;
	return true;
}

static void on_look(void *unused)
{
	(void)unused; /* that the loop turns is enough: take() looks */
}

/* Is there room for one more frame? */
static bool has_room(void)
{
	if (WINDOW - length < MESSAGE_MAX)
		drop_delivered();
	if (WINDOW - length >= MESSAGE_MAX)
		return true;
	timer_set(&look, LOOK, on_look, NULL);
	return false;
}

static void become_up(void *unused)
{
	(void)unused;
	state = UP;
	delay = RETRY_SOONEST;
	said = 0;
	say("connected");
}

/* Connected, writable again, or refused. Nobody else has anything to say here. */
static void on_event(void *unused)
{
	char ignored[256];
	int error = 0;
	socklen_t size = sizeof(error);
	ssize_t got;

	(void)unused;
	if (getsockopt(connection.fd, SOL_SOCKET, SO_ERROR, &error, &size) == -1)
		error = errno;
	if (error != 0) {
		fail(error);
		return;
	}
	while ((got = recv(connection.fd, ignored, sizeof(ignored), 0)) > 0)
		;
	if (target->tcp && got == 0) {
		fail(ECONNRESET);
		return;
	}
	if (got == -1 && errno == ENOTCONN) /* not yet */
		return;
	if (state == DOWN && !target->tcp)
		state = PROBING;
	else if (state == DOWN)
		become_up(NULL);
	flush();
}

static socklen_t socket_address(struct sockaddr_storage *storage)
{
	struct sockaddr_in *four = (struct sockaddr_in *)storage;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)storage;

	*storage = (struct sockaddr_storage){ .ss_family = (sa_family_t)target->address.family };
	if (target->address.family == AF_INET) {
		four->sin_port = htons(target->port);
		memcpy(&four->sin_addr, target->address.bytes, sizeof(four->sin_addr));
		return sizeof(*four);
	}
	six->sin6_port = htons(target->port);
	memcpy(&six->sin6_addr, target->address.bytes, sizeof(six->sin6_addr));
	return sizeof(*six);
}

static void begin(void *unused)
{
	struct sockaddr_storage address;
	socklen_t size = socket_address(&address);
	int type = (target->tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
	autoclose int fd = socket(target->address.family, type, 0);

	(void)unused;
	if (fd == -1 ||
	    (connect(fd, (struct sockaddr *)&address, size) == -1 && errno != EINPROGRESS) ||
	    watch_add(&connection, fd, EPOLLIN | EPOLLOUT | EPOLLET, on_event, NULL) == -1) {
		fail(errno);
		return;
	}
	steal_fd(&fd);
}

void forward_open(const struct core_collector *collector)
{
	target = collector;
	begin(NULL);
}

/* Microseconds since 1970 of a moment of the kernel's own clock, by what is known of it now. */
static int64_t date_of(uint64_t time)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000 - (int64_t)stream_now() +
	    (int64_t)time;
}

/* A line by TCP is dealt with when it is in the window, one by UDP when it is sent. The first one by
 * UDP is only a question: if nobody refuses it in time, lines are sent, this one again. */
static bool take(const struct stream *stream, const struct ring_line *line)
{
	char hostname[65] = "";
	int64_t date = date_of(line->time);

	if (state == DOWN || probe.running || !flush())
		return false;
	gethostname(hostname, sizeof(hostname) - 1);
	if (target->tcp) {
		if (!has_room())
			return false;
		length += message_frame(window + length, hostname, stream->ring->name, line, date);
		flush();
		return true;
	}
	length = message_write(window, hostname, stream->ring->name, line, date);
	if (flush() && state == UP)
		return true;
	length = 0;
	if (state == PROBING)
		timer_set(&probe, PROBE, become_up, NULL);
	return false;
}

const struct sink forward_sink = {
	.reader = RING_FORWARD,
	.skip = RING_EXCESS,
	.loss = "could be sent",
	.take = take,
};
