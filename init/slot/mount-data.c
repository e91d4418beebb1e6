/* SPDX-License-Identifier: MIT */
/*
 * mount-data - mounts /data: the partition of Whit's data type, or RAM.
 *
 * The kernel command line says which, whit.data= of it:
 *
 *	UUID        the one with this GUID; waits a while for its disk
 *	none        RAM, whatever disks there are
 *	(nothing)   the one partition of that type
 *
 * Two partitions of the type are one too many: which is meant? Then none is used. The
 * filesystem is checked by e2fsck first. Exit code: 0 /data is on a disk, 4 too, and the
 * machine's clock was earlier than what the disk remembers; 3 it is RAM, 1 it is neither. init starts this program, with a time limit, and reads the exit code.
 */
#include "cleanup.h"
#include "cmdline.h"
#include "gpt.h"
#include "io.h"
#include "last-run.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#define BLOCK_DEVICES "/sys/block"
#define CLOCK_NOTE "/data/system/clock" /* its modification time is when this machine last ran */
#define LAYOUT "1\n" /* of /data/system; a later Whit that changes it knows what it meets */

enum {
	EXIT_DISK = 0,
	EXIT_NEITHER = 1,
	EXIT_RAM = 3,
	EXIT_LATE = 4,
	LOOKS = 100, /* for a named disk, LOOK_EVERY ms apart */
	LOOK_EVERY = 100,
	FSCK_GOOD = 1,   /* e2fsck(8): 0 no errors, 1 errors corrected */
	FSCK_REBOOT = 2, /* corrected, and not mounted: as good for us */
	DEVICE = 64,
	BLOCK_MAX = 4096,
	TABLE_MAX = 256 * 1024,
	WORDS_MAX = 4096,
};

struct search {
	const char *wanted;  /* GUID; NULL = any of the type */
	char device[DEVICE]; /* the partition found, "/dev/vda5" */
	unsigned found;
};

/* The device of partition `number` of a disk: vda5, nvme0n1p5. */
static void partition_device(const char *disk, size_t number, char device[DEVICE])
{
	char last = disk[strlen(disk) - 1];

	snprintf(device, DEVICE, "/dev/%.40s%s%zu", disk, last >= '0' && last <= '9' ? "p" : "",
	    number);
}

static void look_at_entries(const char *disk, const uint8_t *entries,
    const struct gpt_header *header, struct search *search)
{
	struct gpt_entry entry;

	for (size_t i = 0; i < header->entry_count; i++) {
		gpt_read_entry(entries, i, header, &entry);
		if (strcmp(entry.type, GPT_DATA_TYPE) != 0)
			continue;
		if (search->wanted != NULL && strcasecmp(entry.guid, search->wanted) != 0)
			continue;
		search->found++;
		partition_device(disk, i + 1, search->device);
	}
}

/* Reads the partition table of a disk. NULL, or why it has none. */
static const char *look_at_disk(const char *disk, struct search *search)
{
	static uint8_t entries[TABLE_MAX];
	uint8_t block[BLOCK_MAX];
	struct gpt_header header;
	char path[DEVICE];
	const char *why;
	size_t size;
	int sector = 512;
	autoclose int fd = -1;

	snprintf(path, sizeof(path), "/dev/%.40s", disk);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd == -1 || ioctl(fd, BLKSSZGET, &sector) == -1 || sector > BLOCK_MAX || sector < 512)
		return strerror(errno);
	if (pread(fd, block, (size_t)sector, sector) != sector)
		return "cannot be read";
	why = gpt_read_header(block, (size_t)sector, 1, &header);
	if (why != NULL)
		return why;
	size = (size_t)header.entry_count * header.entry_size;
	if (size > sizeof(entries) || header.entries_lba > (uint64_t)INT64_MAX / BLOCK_MAX)
		return "has a partition table of absurd size";
	if (pread(fd, entries, size, (off_t)header.entries_lba * sector) != (ssize_t)size)
		return "has a truncated partition table";
	why = gpt_check_entries(entries, size, &header);
	if (why == NULL)
		look_at_entries(disk, entries, &header, search);
	return why;
}

static bool is_disk(const char *name)
{
	static const char *const others[] = { "loop", "ram", "zram", "sr", "fd", "dm-", "md" };

	if (name[0] == '.')
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strncmp(name, others[i], strlen(others[i])) == 0)
			return false;
	return true;
}

/* Looks at every disk there is now; says what is odd on the last look only. */
static void look(struct search *search, bool last)
{
	DIR *folder = opendir(BLOCK_DEVICES);
	const struct dirent *entry;
	const char *why;

	search->found = 0;
	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		if (!is_disk(entry->d_name))
			continue;
		why = look_at_disk(entry->d_name, search);
		if (why != NULL && last)
			printf("disk %s %s\n", entry->d_name, why);
	}
	if (folder != NULL)
		closedir(folder);
}

static void find_partition(struct search *search)
{
	const struct timespec pause = { 0, LOOK_EVERY * 1000000L };
	int looks = search->wanted == NULL ? 1 : LOOKS;

	while (looks-- > 0) {
		look(search, looks == 0);
		if (search->found > 0 || looks == 0)
			return;
		nanosleep(&pause, NULL);
	}
}

static int check_filesystem(const char *device)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		execl("/usr/sbin/e2fsck", "e2fsck", "-p", device, (char *)NULL);
		fprintf(stderr, "/usr/sbin/e2fsck: %s\n", strerror(errno));
		_exit(127);
	}
	if (pid == -1 || waitpid(pid, &status, 0) != pid)
		return -1;
	if (WIFEXITED(status) && (WEXITSTATUS(status) & ~(FSCK_GOOD | FSCK_REBOOT)) == 0)
		return 0;
	fprintf(stderr, "%s: e2fsck could not mend it (status %#x): it is left as it is\n", device,
	    (unsigned)status);
	return -1;
}

static int mount_disk(const char *device)
{
	if (check_filesystem(device) == -1)
		return -1;
	if (mount(device, "/data", "ext4", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME, NULL) ==
	    0)
		return 0;
	fprintf(stderr, "%s: cannot be mounted: %s\n", device, strerror(errno));
	return -1;
}

/* Makes what is missing in /data/system; a machine keeps the identity it has. */
static int make_layout(void)
{
	uint8_t random[16];
	char id[2 * sizeof(random) + 2];
	autoclose int fd = io_make_folder("/data/system", 0700, 0);

	if (fd == -1)
		return -1;
	if (access("/data/system/layout", F_OK) == -1 &&
	    io_replace_file("/data/system/layout", LAYOUT, 0600) == -1)
		return -1;
	if (access("/data/system/machine-id", F_OK) == 0)
		return 0;
	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return -1;
	for (size_t i = 0; i < sizeof(random); i++)
		snprintf(id + 2 * i, 3, "%02x", random[i]);
	id[2 * sizeof(random)] = '\n';
	id[2 * sizeof(random) + 1] = '\0';
	return io_replace_file("/data/system/machine-id", id, 0444);
}

/* Tells everybody the machine's id, or that there is none that lasts. */
static void tell_machine_id(bool disk)
{
	char id[64] = "";

	if (disk && io_read_file("/data/system/machine-id", id, sizeof(id)) == -1)
		fprintf(stderr, "/data/system/machine-id: %s\n", strerror(errno));
	if (io_replace_file("/run/whit/machine-id", disk ? id : "none\n", 0444) == -1)
		fprintf(stderr, "/run/whit/machine-id: %s\n", strerror(errno));
}

/* Time goes on where this machine last noted it. Returns whether the clock was earlier. */
static bool put_clock_forward(void)
{
	struct timespec floor = { 0 };
	struct stat note;

	if (stat(CLOCK_NOTE, &note) == -1) {
		if (errno == ENOENT && io_replace_file(CLOCK_NOTE, "", 0600) == -1)
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
static bool use_disk(const char *choice)
{
	struct search search = { .wanted = choice };

	if (choice != NULL && strcmp(choice, "none") == 0)
		return false;
	find_partition(&search);
	if (search.found == 0 && choice != NULL)
		printf("no disk bears the data partition %s\n", choice);
	else if (search.found == 0)
		puts("no disk bears a data partition");
	else if (search.found > 1)
		printf("%u data partitions: none is used, name one by whit.data=UUID\n",
		    search.found);
	else
		return mount_disk(search.device) == 0 && printf("%s is /data\n", search.device) > 0;
	return false;
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

int main(void)
{
	bool disk;
	bool first;

	setvbuf(stdout, NULL, _IOLBF, 0);
	disk = use_disk(read_choice());
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
