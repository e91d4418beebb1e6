/* SPDX-License-Identifier: MIT */
#include "log.h"
#include "text.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int console = -1;
static int keeper = -1;
static bool theirs;
static char waiting[LOG_BUFFER_MAX];
static size_t used; /* bytes of it */
static unsigned long dropped;

void log_to(int fd)
{
	console = fd;
	log_flush();
}

void log_keep(int fd)
{
	keeper = fd;
}

void log_hand_over(bool to_them)
{
	theirs = to_them;
}

static void append(const char *text, size_t length)
{
	memcpy(waiting + used, text, length);
	used += length;
}

static size_t format_line(char text[LOG_LINE_MAX], const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Formats a line with time and line end into text; returns its length. */
static size_t format_line(char text[LOG_LINE_MAX], const char *format, va_list arguments)
{
	struct timespec now;
	size_t start;
	int saved = errno;

	clock_gettime(CLOCK_MONOTONIC, &now);
	start = (size_t)snprintf(text, LOG_LINE_MAX, "[%5lld.%06ld] ", (long long)now.tv_sec,
	    now.tv_nsec / 1000);
	errno = saved; /* for %m */
	if (vsnprintf(text + start, LOG_LINE_MAX - start - 1, format, arguments) < 0)
		text[start] = '\0';
	text_make_printable(text + start);
	start += strlen(text + start);
	text[start] = '\n';
	return start + 1;
}

static void report_dropped(void)
{
	char text[80];
	int length;

	if (dropped == 0)
		return;
	length = snprintf(text, sizeof(text), "[ the console is too slow: %lu lines dropped ]\n",
	    dropped);
	if ((size_t)length > LOG_BUFFER_MAX - used)
		return;
	append(text, (size_t)length);
	dropped = 0;
}

void log_line(const char *format, ...)
{
	char text[1 + LOG_LINE_MAX];
	bool ours;
	size_t length;
	va_list arguments;

	va_start(arguments, format);
	length = format_line(text + 1, format, arguments);
	va_end(arguments);
	log_flush();
	ours = !theirs || used > 0; /* what waits here comes first */
	text[0] = ours ? LOG_SHOWN : LOG_TO_SHOW;
	if (write(keeper, text, 1 + length) == -1 || ours)
		log_show(text + 1, length - 1);
}

void log_show(const char *text, size_t length)
{
	log_flush();
	if (dropped > 0 || length + 1 > LOG_BUFFER_MAX - used) {
		dropped++;
		return;
	}
	append(text, length);
	append("\n", 1);
	log_flush();
}

const char *log_seconds(int64_t milliseconds, char text[LOG_SECONDS])
{
	snprintf(text, LOG_SECONDS, "%lld.%02lld s", (long long)milliseconds / 1000,
	    (long long)milliseconds % 1000 / 10);
	return text;
}

void log_flush(void)
{
	int saved = errno;
	bool refused = false;

	while (console != -1 && used > 0) {
		ssize_t written = write(console, waiting, used);

		if (written == -1 && errno == EAGAIN)
			break;
		if (written == -1 && !refused) {
			refused = true;
			continue;
		}
		refused = false;
		if (written == -1) /* the console is gone: what it cannot show is not kept */
			written = (ssize_t)used;
		used -= (size_t)written;
		memmove(waiting, waiting + written, used);
		if (used < LOG_BUFFER_MAX / 2)
			report_dropped();
	}
	errno = saved;
}

void log_drain(int milliseconds)
{
	struct pollfd writable = { .fd = console, .events = POLLOUT };

	log_flush();
	while (console != -1 && used > 0 && milliseconds > 0) {
		int step = milliseconds < 50 ? milliseconds : 50;

		poll(&writable, 1, step);
		milliseconds -= step;
		log_flush();
	}
}
