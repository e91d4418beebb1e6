/* SPDX-License-Identifier: MIT */
/*
 * mount-data - mounts /data: the partition of Whit's data type, or RAM.
 *
 * The kernel command line says which, whit.data= of it:
 *
 *	UUID        the one with this GUID; waits a while for its disk
 *	none        RAM, whatever disks there are
 *	any         the one partition of that type; waits a while for its disk
 *	(nothing)   the one that is there now; in an installer, RAM
 *
 * Two partitions of the type are one too many: which is meant? Then none is used, unless the machine was started from the disk
 * of one of them. The disk is made this machine's own (table.h), the filesystem checked by e2fsck and made to fit (filesystem.h).
 *
 * Exit code: 0 /data is on a disk, 4 too, and the machine's clock was earlier than what the disk remembers; 3 it is RAM, 1 it is
 * neither. init starts this program and reads the exit code. A check of a large disk takes as long as it takes; when nothing moves any
 * more, the disk is given up (watch.h).
 */
#include "cleanup.h"
#include "cmdline.h"
#include "disks.h"
#include "file.h"
#include "filesystem.h"
#include "io.h"
#include "last-run.h"
#include "watch.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>

#define CLOCK_NOTE "/data/system/clock" /* its modification time is when this machine last ran */
#define INSTALLER "/usr/lib/whit/install"
#define LAYOUT "1\n" /* of /data/system; a later Whit that changes it knows what it meets */

enum {
	EXIT_DISK = 0,
	EXIT_NEITHER = 1,
	EXIT_RAM = 3,
	EXIT_LATE = 4,
	WORDS_MAX = 4096,
	STILL = 5 * 60 * 1000, /* ms: so long a disk may take to answer */
};

/* Makes what is missing in /data/system; a machine keeps the identity it has. */
static int make_layout(void)
{
	uint8_t random[16];
	char id[2 * sizeof(random) + 2];
	autoclose int fd = file_make_folder("/data/system", 0700, 0);

	if (fd == -1)
		return -1;
	if (access("/data/system/layout", F_OK) == -1 &&
	    file_replace("/data/system/layout", LAYOUT, 0600) == -1)
		return -1;
	if (access("/data/system/machine-id", F_OK) == 0)
		return 0;
	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return -1;
	for (size_t i = 0; i < sizeof(random); i++)
		snprintf(id + 2 * i, 3, "%02x", random[i]);
	id[2 * sizeof(random)] = '\n';
	id[2 * sizeof(random) + 1] = '\0';
	return file_replace("/data/system/machine-id", id, 0444);
}

/* Tells everybody the machine's id, or that there is none that lasts. */
static void tell_machine_id(bool disk)
{
	char id[64] = "";

	if (disk && io_read_file("/data/system/machine-id", id, sizeof(id)) == -1)
		fprintf(stderr, "/data/system/machine-id: %s\n", strerror(errno));
	if (file_replace("/run/whit/machine-id", disk ? id : "none\n", 0444) == -1)
		fprintf(stderr, "/run/whit/machine-id: %s\n", strerror(errno));
}

/* Time goes on where this machine last noted it. Returns whether the clock was earlier. */
static bool put_clock_forward(void)
{
	struct timespec floor = { 0 };
	struct stat note;

	if (stat(CLOCK_NOTE, &note) == -1) {
		if (errno == ENOENT && file_replace(CLOCK_NOTE, "", 0600) == -1)
			fprintf(stderr, CLOCK_NOTE ": %s\n", strerror(errno));
		return false;
	}
	floor.tv_sec = note.st_mtime;
	if (time(NULL) >= floor.tv_sec)
		return false;
	if (clock_settime(CLOCK_REALTIME, &floor) == -1)
		fprintf(stderr, "the clock is before this machine last ran: %s\n", strerror(errno));
	else
		puts("the clock was before this machine last ran, and is put forward to then");
	return true;
}

/* Mounts the disk if there is a good one. Says what it found, and returns whether. */
static bool use_disk(const char *choice, int progress)
{
	char device[DISKS_DEVICE];

	if (choice != NULL && strcmp(choice, "none") == 0)
		return false;
	if (access(INSTALLER, F_OK) == 0)
		return false; /* the disks are its */
	return disks_find_data(choice, device) == 0 && filesystem_use(device, progress) == 0 &&
	    printf("%s is /data\n", device) > 0;
}

/* The administrator's choice, or NULL. */
static const char *read_choice(void)
{
	static struct cmdline cmdline;
	static char text[WORDS_MAX];
	struct problems problems = { 0 };

	if (io_read_file("/proc/cmdline", text, sizeof(text)) == -1)
		fprintf(stderr, "/proc/cmdline: %s\n", strerror(errno));
	cmdline_read(&cmdline, text, &problems);
	problems_free(&problems); /* `identity` tells them */
	return cmdline.data[0] == '\0' ? NULL : cmdline.data;
}

/* All of it. Returns the exit code. */
static int mount_data(int progress)
{
	bool disk = use_disk(read_choice(), progress);
	bool first;

	if (!disk &&
	    mount("tmpfs", "/data", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC,
	        "mode=0755,size=50%") == -1) {
		fprintf(stderr, "/data: no RAM for it: %s\n", strerror(errno));
		return EXIT_NEITHER;
	}
	if (!disk)
		puts("/data is RAM: nothing there outlives this boot");
	first = access("/data/system/layout", F_OK) == -1;
	if (make_layout() == -1)
		fprintf(stderr, "/data/system: %s\n", strerror(errno));
	tell_machine_id(disk);
	last_run_find(disk, first);
	if (!disk)
		return EXIT_RAM;
	return put_clock_forward() ? EXIT_LATE : EXIT_DISK;
}

int main(void)
{
	int code;

	setvbuf(stdout, NULL, _IOLBF, 0);
	code = watch(mount_data, STILL);
	return code == -1 ? EXIT_NEITHER : code;
}
