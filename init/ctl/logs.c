/* SPDX-License-Identifier: MIT */
#include "logs.h"

#include "../log/date.h"
#include "../log/kept.h"
#include "../log/message.h"
#include "../log/source.h"
#include "json.h"
#include "proto.h"
#include "text-values.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_EVERY = 200 }; /* ms, with -f */

struct request {
	const char *source; /* a name or the part before a dot; NULL = all */
	int64_t since;      /* microseconds since 1970 */
	bool follow;
	bool json;
	bool kept; /* what lies on the disk */
};

/* uptime: of the line, in microseconds; of a kept one it is not known, and 0. */
static void print_message(const struct request *request, const struct message *message,
    unsigned long long number, unsigned long long uptime)
{
	bool own = message->name_length == strlen(SOURCE_OWN) &&
	    memcmp(message->name, SOURCE_OWN, message->name_length) == 0;

	if (!request->json) {
		printf("%.*s %.*s%s%.*s\n", (int)message->date_length, message->date,
		    own ? 0 : (int)message->name_length, message->name, own ? "" : ": ",
		    (int)message->text_length, message->text);
		return;
	}
	printf("{\"time\":\"%.*s\",", (int)message->date_length, message->date);
	if (uptime > 0)
		printf("\"uptime\":%llu.%06llu,", uptime / 1000000, uptime % 1000000);
	fputs("\"source\":", stdout);
	json_string(message->name, message->name_length);
	printf(",\"number\":%llu,\"severity\":%u,\"text\":", number, message->priority % 8U);
	json_string(message->text, message->text_length);
	puts("}");
}

static void print_line(const struct request *request, const char *name,
    const struct ring_line *line)
{
	char date[DATE_TEXT];
	int64_t time = source_date(line);
	const struct message message = {
		.date = date,
		.date_length = strlen(date_write(time, date)),
		.name = name,
		.name_length = strlen(name),
		.text = line->text,
		.text_length = line->length,
		.priority = line->priority,
	};

	if (time >= request->since)
		print_message(request, &message, line->number, line->time);
}

/* All lines that are new, the oldest first. */
static void print_lines(const struct request *request)
{
	struct source *source;

	sources_refresh();
	while ((source = sources_oldest()) != NULL) {
		print_line(request, source->name, &source->line);
		source_pass(source);
	}
	fflush(stdout);
}

/* A line of a file. False when it is none that we wrote; a file may come from anywhere. */
static bool print_kept_line(const struct request *request, char *text, size_t length)
{
	struct kept_line line;

	if (!kept_read(text, length, &line))
		return false;
	if (line.time >= request->since && source_is_wanted(line.name, request->source))
		print_message(request, &line.message, line.message.sequence - 1ULL, 0);
	return true;
}

/* All lines of a file. How many of them are none that we wrote; of one that is too long, each part. */
static unsigned print_kept_file(const struct request *request, FILE *file)
{
	char text[MESSAGE_MAX + 2];
	unsigned damaged = 0;

	while (fgets(text, sizeof(text), file) != NULL)
		damaged += !print_kept_line(request, text, strcspn(text, "\n"));
	return damaged;
}

/* NULL when there is none. The folder is a role's own: it may have put anything there. */
static FILE *open_kept_file(unsigned age)
{
	char path[sizeof(KEPT_FOLDER "/") + KEPT_NAME] = KEPT_FOLDER "/";
	struct stat status;
	int fd;

	kept_name(age, path + strlen(path));
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd != -1 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		return fdopen(fd, "r");
	if (fd != -1)
		close(fd);
	return NULL;
}

/* The files on the disk, the oldest first. */
static int print_kept(const struct request *request)
{
	unsigned found = 0;
	unsigned damaged = 0;

	for (unsigned age = KEPT_FILES; age-- > 0;) {
		FILE *file = open_kept_file(age);

		if (file == NULL)
			continue;
		found++;
		damaged += print_kept_file(request, file);
		fclose(file);
	}
	if (damaged > 0)
		fprintf(stderr, "whit: %u damaged lines left out\n", damaged);
	if (found == 0)
		fputs("whit: no lines are kept on this machine: a role does that\n", stderr);
	return found > 0 ? PROTO_DONE : PROTO_FAILED;
}

/* A point in time, or how long ago it was. */
static const char *read_since(const char *text, int64_t *since)
{
	uint64_t ago;

	if (text_duration(text, &ago) != NULL)
		return date_read(text, since);
	*since = (int64_t)time(NULL) * 1000000 - (int64_t)ago * 1000;
	return NULL;
}

/* NULL when good, else the complaint. */
static const char *read_request(char *const *words, struct request *request)
{
	for (; *words != NULL; words++) {
		if (strcmp(*words, "-f") == 0) {
			request->follow = true;
		} else if (strcmp(*words, "--json") == 0) {
			request->json = true;
		} else if (strcmp(*words, "--kept") == 0) {
			request->kept = true;
		} else if (strcmp(*words, "--since") == 0) {
			if (words[1] == NULL || read_since(*++words, &request->since) != NULL)
				return "--since wants a time like 10m or 2026-11-22T19:03:55Z";
		} else if (**words == '-' || request->source != NULL) {
			return "usage: " LOGS_USAGE;
		} else {
			request->source = *words;
		}
	}
	return request->kept && request->follow ? "--kept are lines of the past, -f those to come"
	                                        : NULL;
}

int logs(char *const *words)
{
	struct request request = { .since = INT64_MIN };
	const char *complaint = read_request(words, &request);

	if (complaint != NULL) {
		fprintf(stderr, "whit: %s\n", complaint);
		return PROTO_USAGE;
	}
	if (request.kept)
		return print_kept(&request);
	for (;;) {
		int count = sources_find(request.source);

		if (count == -1) {
			fprintf(stderr, "whit: " RING_FOLDER ": %s\n", strerror(errno));
			return PROTO_FAILED;
		}
		if (count == 0 && !request.follow) {
			fprintf(stderr, "whit: no lines of %s here\n",
			    request.source == NULL ? "anybody" : request.source);
			return PROTO_FAILED;
		}
		print_lines(&request);
		if (!request.follow)
			return PROTO_DONE;
		if (ferror(stdout) || poll(NULL, 0, LOOK_EVERY) == -1)
			return PROTO_FAILED;
	}
}
