/* SPDX-License-Identifier: MIT */
#include "last-run.h"

#include "file.h"
#include "io.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#define PSTORE "/sys/fs/pstore"
#define RUNNING "/data/system/running" /* init removes it when it ends in order */
#define CRASH "/data/system/crash"
#define LAST_RUN "/run/whit/last-run"

enum { LOG_MAX = 64 * 1024 };

void last_run_reason(const char *log, char reason[static LAST_RUN_REASON])
{
	static const char *const marks[] = { "Kernel panic", "BUG:", "Oops:" };
	const char *found = NULL;

	for (size_t i = 0; found == NULL && i < sizeof(marks) / sizeof(marks[0]); i++)
		found = strstr(log, marks[i]);
	reason[0] = '\0';
	if (found != NULL)
		snprintf(reason, LAST_RUN_REASON, "%.*s", (int)strcspn(found, "\r\n"), found);
}

static int is_kernel_log(const struct dirent *entry)
{
	return strncmp(entry->d_name, "dmesg-", 6) == 0;
}

/* Reads what pstore has into log, and moves it to CRASH when that outlives this boot. The parts
 * of a log are numbered from its end, and the names of later ones sort behind. */
static void read_pstore(char log[LOG_MAX], bool kept)
{
	struct dirent **list = NULL;
	int count = scandir(PSTORE, &list, is_kernel_log, alphasort);
	char path[PATH_MAX];
	size_t used = 0;
	bool moved;

	for (int i = count; i-- > 0;) {
		ssize_t got;

		snprintf(path, sizeof(path), PSTORE "/%s", list[i]->d_name);
		got = io_read_file(path, log + used, LOG_MAX - used);
		used += got > 0 ? (size_t)got : 0;
	}
	log[used] = '\0';
	moved = kept && used > 0 && file_replace(CRASH, log, 0600) == 0;
	if (kept && used > 0 && !moved)
		fprintf(stderr, CRASH ": %s\n", strerror(errno));
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof(path), PSTORE "/%s", list[i]->d_name);
		if (moved && unlink(path) == -1)
			fprintf(stderr, "%s: %s\n", path, strerror(errno));
		free(list[i]);
	}
	free(list);
}

/* Says it, and leaves it for status. */
static void tell(const char *line)
{
	char text[LAST_RUN_REASON + 32];

	printf("the last run ended: %s\n", line);
	snprintf(text, sizeof(text), "%s\n", line);
	if (file_replace(LAST_RUN, text, 0600) == -1)
		fprintf(stderr, LAST_RUN ": %s\n", strerror(errno));
}

void last_run_find(bool kept, bool first)
{
	static char log[LOG_MAX];
	char reason[LAST_RUN_REASON];

	if (mount("pstore", PSTORE, "pstore", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0) {
		read_pstore(log, kept);
		umount(PSTORE);
	}
	last_run_reason(log, reason);
	if (reason[0] != '\0')
		tell(reason);
	else if (kept && !first)
		tell(access(RUNNING, F_OK) == 0 ? "not in order (power cut or reset)" : "in order");
	if (kept && file_replace(RUNNING, "", 0600) == -1)
		fprintf(stderr, RUNNING ": %s\n", strerror(errno));
}
