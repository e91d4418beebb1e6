/* SPDX-License-Identifier: MIT */
#include "filesystem.h"

#include "cleanup.h"
#include "gpt.h"
#include "superblock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define E2FSCK "/usr/sbin/e2fsck"

/* linux/ext4.h, which build hosts do not have yet */
struct fsuuid {
	uint32_t length;
	uint32_t flags;
	uint8_t uuid[GPT_GUID];
};
#define RESIZE_FILESYSTEM _IOW('f', 16, uint64_t) /* EXT4_IOC_RESIZE_FS */
#define SET_FILESYSTEM_UUID \
	_IOW('f', 44, uint8_t[8]) /* EXT4_IOC_SETFSUUID: of what stands before uuid */

enum {
	FSCK_GOOD = 1,    /* e2fsck(8): 0 no errors, 1 errors corrected */
	FSCK_REBOOT = 2,  /* corrected, and not mounted: as good for us */
	FSCK_CANNOT = 8,  /* an operational error: it could not begin */
	LOOKS = 30,       /* for a partition */
	LOOK_EVERY = 100, /* ms */
	NUMBER = 12,      /* digits and NUL */
};

/* Where copies of a superblock are: the first ones with blocks of 4096 bytes, which Whit's own filesystems have; and the first with
 * 1024. */
static const struct copy {
	const char *block;
	const char *size; /* bytes of a block */
} copies[] = { { "32768", "4096" }, { "98304", "4096" }, { "163840", "4096" }, { "229376", "4096" },
	{ "8193", "1024" } };
enum { COPIES = sizeof(copies) / sizeof(copies[0]) };

/* Runs e2fsck with these options, and with a copy of the superblock (NULL = with the superblock). It tells of its progress. Its
 * status, as wait(2) has it; -1 when it did not run. */
static int run_e2fsck(const char *options, const struct copy *copy, const char *device,
    int progress)
{
	char told[NUMBER];
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		fcntl(progress, F_SETFD, 0);
		snprintf(told, sizeof(told), "%d", progress);
		if (copy == NULL)
			execl(E2FSCK, "e2fsck", options, "-C", told, device, (char *)NULL);
		else
			execl(E2FSCK, "e2fsck", options, "-C", told, "-b", copy->block, "-B",
			    copy->size, device, (char *)NULL);
		fprintf(stderr, E2FSCK ": %s\n", strerror(errno));
		_exit(127);
	}
	return pid == -1 || waitpid(pid, &status, 0) != pid ? -1 : status;
}

static bool is_mended(int status)
{
	return WIFEXITED(status) && (WEXITSTATUS(status) & ~(FSCK_GOOD | FSCK_REBOOT)) == 0;
}

static bool cannot_begin(int status)
{
	return WIFEXITED(status) && (WEXITSTATUS(status) & FSCK_CANNOT) != 0;
}

static bool read_superblock(int partition, uint64_t at, uint8_t superblock[SUPERBLOCK])
{
	return pread(partition, superblock, SUPERBLOCK, (off_t)at) == SUPERBLOCK;
}

/* Can it be read, and is it not whole? e2fsck does not begin for many a reason, and a disk that does not answer is none to write
 * old copies to. */
static bool is_torn(int partition)
{
	uint8_t superblock[SUPERBLOCK];

	return read_superblock(partition, SUPERBLOCK_AT, superblock) &&
	    !superblock_is_good(superblock);
}

static bool is_whole(int partition, const struct copy *copy)
{
	uint8_t superblock[SUPERBLOCK];
	uint64_t size = strtoull(copy->size, NULL, 10);

	return read_superblock(partition, strtoull(copy->block, NULL, 10) * size, superblock) &&
	    superblock_is_good(superblock) && superblock_block(superblock) == size;
}

/* A superblock has two sectors, which a power cut may tear apart, and those of some copies with it, when the filesystem was about
 * to grow. e2fsck writes the good ones over it, and then may need to begin anew. */
static int check(const char *device, int partition, int progress)
{
	int status = run_e2fsck("-p", NULL, device, progress);

	for (size_t i = 0; i < COPIES && cannot_begin(status) && is_torn(partition); i++) {
		if (!is_whole(partition, &copies[i]))
			continue;
		printf("%s: once more, with the copy of its superblock at block %s\n", device,
		    copies[i].block);
		run_e2fsck("-p", &copies[i], device, progress);
		status = run_e2fsck("-fp", NULL, device, progress);
	}
	if (is_mended(status))
		return 0;
	fprintf(stderr, "%s: e2fsck could not mend it (status %#x): it is left as it is\n", device,
	    (unsigned)status);
	return -1;
}

/* The whole partition is its own: disks of virtual machines grow. The kernel does it while it is mounted, and a power cut on
 * the way leaves it as it was or as it will be. */
static void grow(int mounted, const char *device, const uint8_t *superblock, uint64_t bytes)
{
	uint64_t had = superblock_blocks(superblock);
	uint64_t blocks = bytes / superblock_block(superblock);

	if (blocks <= had)
		return;
	if (ioctl(mounted, RESIZE_FILESYSTEM, &blocks) == 0)
		printf("%s: /data has grown to %llu MiB\n", device,
		    (unsigned long long)(bytes >> 20));
	else
		fprintf(stderr, "%s: /data cannot grow to its partition: %s\n", device,
		    strerror(errno));
}

static void make_own(int mounted, const char *device, const uint8_t *superblock)
{
	struct fsuuid uuid = { .length = sizeof(uuid.uuid) };

	if (!superblock_is_of_image(superblock))
		return;
	if (getrandom(uuid.uuid, sizeof(uuid.uuid), 0) != sizeof(uuid.uuid) ||
	    ioctl(mounted, SET_FILESYSTEM_UUID, &uuid) == -1)
		fprintf(stderr, "%s: has no UUID of its own: %s\n", device, strerror(errno));
}

static void fit(const char *device, int partition)
{
	uint8_t superblock[SUPERBLOCK];
	uint64_t bytes;
	autoclose int mounted = open("/data", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (mounted == -1 || ioctl(partition, BLKGETSIZE64, &bytes) == -1 ||
	    !read_superblock(partition, SUPERBLOCK_AT, superblock)) {
		fprintf(stderr, "%s: %s\n", device, strerror(errno));
		return;
	}
	grow(mounted, device, superblock, bytes);
	make_own(mounted, device, superblock);
}

/* Opens it: a disk that has just come has its partitions a moment later. -1 with errno. */
static int open_partition(const char *device)
{
	const struct timespec pause = { 0, LOOK_EVERY * 1000000L };
	int partition = open(device, O_RDONLY | O_CLOEXEC);

	for (int looks = 0; partition == -1 && looks < LOOKS; looks++) {
		nanosleep(&pause, NULL);
		partition = open(device, O_RDONLY | O_CLOEXEC);
	}
	return partition;
}

int filesystem_use(const char *device, int progress)
{
	autoclose int partition = open_partition(device);
	int write_protected;

	if (partition == -1 || ioctl(partition, BLKROGET, &write_protected) == -1) {
		fprintf(stderr, "%s: %s\n", device, strerror(errno));
		return -1;
	}
	if (write_protected != 0) {
		fprintf(stderr, "%s: is write-protected: it is left as it is\n", device);
		return -1;
	}
	if (check(device, partition, progress) == -1)
		return -1;
	if (mount(device, "/data", "ext4", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME, NULL) ==
	    -1) {
		fprintf(stderr, "%s: cannot be mounted: %s\n", device, strerror(errno));
		return -1;
	}
	fit(device, partition);
	return 0;
}
