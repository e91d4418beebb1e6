/* SPDX-License-Identifier: MIT */
/*
 * journal - keeps the lines of all services, of init and of the kernel on the disk.
 *
 *	journal SIZE POSITION FOLDER    FOLDER holds at most as many bytes as the file SIZE says;
 *	                                POSITION is how far it has come in this boot, for its successor
 *
 * It reads the rings of the log program beside it (log/source.h), so a disk that is slow or dead delays
 * nobody: what is overwritten meanwhile is counted, and the count is kept. Killed between two of its
 * steps, it keeps some lines twice, and loses none.
 */

#include "cleanup.h"
#include "io.h"
#include "log/kept.h"
#include "log/message.h"
#include "log/source.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
	LOOK_EVERY = 1, /* s */
	LAST_EVERY =
	    300 * 1000 * 1000, /* ns, at the end: when so long nobody has said a word, that is it */
	LAST_LOOKS = 12,
	SYNC_AFTER = 5, /* s a line may wait for the disk */
	ERROR = 3,      /* RFC 5424: a line as grave as this, or more, does not wait */
	DIGITS = 24,
	POSITION_MAX = 64 * 1024,
};

/* How far a source has been kept. */
struct kept {
	char name[RING_NAME];
	uint64_t next; /* the number of its next line */
};

struct journal {
	int folder;
	int file; /* the newest; -1 = it could not be opened */
	off_t size;
	off_t limit;      /* of each file */
	time_t synced;    /* CLOCK_MONOTONIC */
	bool unsynced;    /* lines are written that the disk may not have */
	bool urgent;      /* one of them cannot wait */
	unsigned refused; /* lines that the disk did not take; said once */
	const char *position;
	struct kept kept[SOURCES];
	size_t count;
};

static void open_newest(struct journal *journal)
{
	char name[KEPT_NAME];
	char last = '\n';

	journal->file = openat(journal->folder, kept_name(0, name),
	    O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
	if (journal->file == -1)
		return;
	journal->size = lseek(journal->file, 0, SEEK_END);
	/* Power was cut within a line: the next one begins anew. */
	if (journal->size > 0 && pread(journal->file, &last, 1, journal->size - 1) == 1 &&
	    last != '\n' && write(journal->file, "\n", 1) == 1)
		journal->size++;
}

/* The newest file becomes the second, and so on; the last one goes. */
static void rotate(struct journal *journal)
{
	char from[KEPT_NAME];
	char to[KEPT_NAME];

	fdatasync(
	    journal
	        ->file); /* what it fails to bring to the disk is lost: nobody would wait for it */
	close(journal->file);
	for (unsigned age = KEPT_FILES - 1; age > 0; age--)
		renameat(journal->folder, kept_name(age - 1, from), journal->folder,
		    kept_name(age, to));
	open_newest(journal);
}

/* When the disk is full: the oldest file but the newest goes. False: there is none. */
static bool remove_oldest(struct journal *journal)
{
	char name[KEPT_NAME];

	for (unsigned age = KEPT_FILES - 1; age > 0; age--)
		if (unlinkat(journal->folder, kept_name(age, name), 0) == 0)
			return true;
	return false;
}

/* Appends a line, whole or not at all. */
static bool append(struct journal *journal, const char *bytes, size_t length)
{
	if (journal->file == -1)
		open_newest(journal);
	if (journal->file != -1 && journal->size > 0 &&
	    journal->size + (off_t)length > journal->limit)
		rotate(journal);
	while (journal->file != -1) {
		ssize_t written = write(journal->file, bytes, length);

		if (written == (ssize_t)length) {
			journal->size += written;
			journal->unsynced = true;
			return true;
		}
		if (written > 0) {
			errno = ENOSPC;
			ftruncate(journal->file, journal->size);
		}
		if (errno != ENOSPC)
			break;
		if (!remove_oldest(journal)) {
			errno = ENOSPC;
			break;
		}
	}
	return false;
}

static void keep(struct journal *journal, const char *name, const struct ring_line *line)
{
	char host[HOST_NAME_MAX + 1] = "";
	char message[MESSAGE_MAX + 1];
	size_t length;

	gethostname(host, sizeof(host) - 1);
	length = message_write(message, host, name, line, source_date(line));
	message[length] = '\n';
	if (append(journal, message, length + 1)) {
		if (journal->refused > 0)
			printf("<5>lines are kept again; %u were not\n", journal->refused);
		journal->refused = 0;
		journal->urgent |= line->priority % 8 <= ERROR;
		return;
	}
	if (journal->refused++ == 0)
		printf("<3>lines are not kept: %s\n", strerror(errno));
}

/* The lines of `name` that were overwritten before we came to them. */
static void keep_loss(struct journal *journal, const char *name, const struct ring_line *before,
    uint64_t lost)
{
	struct ring_line line = {
		.number = before->number - 1, .time = before->time, .priority = 4
	};

	line.length = (uint16_t)snprintf(line.text, sizeof(line.text),
	    "%llu lines lost before they could be kept", (unsigned long long)lost);
	keep(journal, name, &line);
}

/* Where we are with that source; NULL when there are too many. */
static struct kept *find(struct journal *journal, const char *name)
{
	struct kept *kept = journal->kept;

	while (kept < journal->kept + journal->count && strcmp(kept->name, name) != 0)
		kept++;
	if (kept == journal->kept + SOURCES)
		return NULL;
	if (kept == journal->kept + journal->count) {
		snprintf(kept->name, sizeof(kept->name), "%s", name);
		kept->next = 0;
		journal->count++;
	}
	return kept;
}

static void read_position(struct journal *journal)
{
	static char text[POSITION_MAX];
	char *rest = text;
	const char *line;

	if (io_read_file(journal->position, text, sizeof(text)) == -1)
		return; /* the first of this boot */
	while ((line = strsep(&rest, "\n")) != NULL) {
		char name[RING_NAME];
		unsigned long long next;
		struct kept *kept;

		if (sscanf(line, "%71s %llu", name, &next) != 2)
			continue;
		kept = find(journal, name);
		if (kept != NULL)
			kept->next = next;
	}
}

static void write_position(const struct journal *journal)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s.new", journal->position);
	file = fopen(path, "we");
	if (file == NULL)
		return;
	for (size_t i = 0; i < journal->count; i++)
		fprintf(file, "%s %llu\n", journal->kept[i].name,
		    (unsigned long long)journal->kept[i].next);
	if (fclose(file) == 0)
		rename(path, journal->position);
}

/* Keeps what has come since the last time. False: nothing has. */
static bool keep_new(struct journal *journal)
{
	struct source *source;
	bool any = false;

	if (sources_find(NULL) == -1)
		return false;
	sources_refresh();
	while ((source = sources_oldest()) != NULL) {
		const struct ring_line *line = &source->line;
		struct kept *kept = find(journal, source->name);

		if (kept != NULL && line->number >= kept->next) {
			if (line->number > kept->next)
				keep_loss(journal, source->name, line, line->number - kept->next);
			if ((line->flags & RING_EXCESS) == 0) /* they are counted by a line */
				keep(journal, source->name, line);
			kept->next = line->number + 1;
			any = true;
		}
		source_pass(source);
	}
	if (any)
		write_position(journal);
	return any;
}

static void sync_sometimes(struct journal *journal, bool now)
{
	struct timespec clock;

	clock_gettime(CLOCK_MONOTONIC, &clock);
	if (!journal->unsynced ||
	    (!now && !journal->urgent && clock.tv_sec - journal->synced < SYNC_AFTER))
		return;
	fdatasync(journal->file);
	journal->synced = clock.tv_sec;
	journal->unsynced = journal->urgent = false;
}

int main(int count, char **words)
{
	static const struct timespec look_every = { LOOK_EVERY, 0 };
	static const struct timespec last_every = { 0, LAST_EVERY };
	static struct journal journal = { .folder = -1, .file = -1 };
	char digits[DIGITS];
	sigset_t term;

	/* 1. How much, where to, and how far we are. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (count != 4) {
		fputs("usage: journal SIZE POSITION FOLDER\n", stderr);
		return 2;
	}
	if (io_read_file(words[1], digits, sizeof(digits)) == -1 ||
	    (journal.limit = strtoll(digits, NULL, 10) / KEPT_FILES) <= 0) {
		fprintf(stderr, "<3>%s: no size: %s\n", words[1], strerror(errno));
		return 1;
	}
	journal.position = words[2];
	journal.folder = open(words[3], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (journal.folder == -1) {
		fprintf(stderr, "<3>%s: %s\n", words[3], strerror(errno));
		return 1;
	}
	read_position(&journal);
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);

	/* 2. Until we are told to end: what is new, once a second. */
	do {
		keep_new(&journal);
		sync_sometimes(&journal, false);
	} while (sigtimedwait(&term, NULL, &look_every) == -1);

	/* 3. The others are told to end, too: their last words. */
	for (int looks = 0; keep_new(&journal) && looks < LAST_LOOKS; looks++)
		nanosleep(&last_every, NULL);
	sync_sometimes(&journal, true);
	return 0;
}
