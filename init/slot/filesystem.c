/* SPDX-License-Identifier: MIT */
#include "filesystem.h"

#include "cleanup.h"
#include "gpt.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/random.h>
#include <sys/wait.h>
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
	FSCK_GOOD = 1,   /* e2fsck(8): 0 no errors, 1 errors corrected */
	FSCK_REBOOT = 2, /* corrected, and not mounted: as good for us */
	FSCK_CANNOT = 8, /* an operational error: it could not begin */

	/* The superblock, Documentation/filesystems/ext4/super.rst */
	SUPERBLOCK_AT = 1024,
	SUPERBLOCK = 1024,
	BLOCKS_LOW = 0x4,
	LOG_BLOCK_SIZE = 0x18, /* 1024 << this */
	UUID = 0x68,
	BLOCKS_HIGH = 0x150,
};

/* Where the first copies of a superblock are, with blocks of 4096 bytes, which Whit's own filesystems have; and the first of those
 * with 1024. */
static const char *const superblock_copies[] = { "32768", "98304", "163840", "229376", "8193" };
enum { COPIES = sizeof(superblock_copies) / sizeof(superblock_copies[0]) };

/* What an image's filesystem is called, until it is a machine's own. */
static const uint8_t image_uuid[] = { 0x57, 0x68, 0x69, 0x74, 0, 0, 0x40, 0, 0x80, 0 };

/* e2fsck with these options, of which the last may want `value` (NULL = no). Its status, as wait(2) has it; -1 when it did not
 * run. */
static int run_e2fsck(const char *options, const char *value, const char *device)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (value == NULL)
			execl(E2FSCK, "e2fsck", options, device, (char *)NULL);
		else
			execl(E2FSCK, "e2fsck", options, value, device, (char *)NULL);
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

/* A superblock has two sectors, which a power cut may tear apart, and those of some copies with it, when the filesystem was about
 * to grow. e2fsck writes the good ones over it, and then may need to begin anew. */
static int check(const char *device)
{
	int status = run_e2fsck("-p", NULL, device);

	for (size_t i = 0; i < COPIES && cannot_begin(status); i++) {
		printf("%s: once more, with the copy of its superblock at block %s\n", device,
		    superblock_copies[i]);
		run_e2fsck("-pb", superblock_copies[i], device);
		status = run_e2fsck("-fp", NULL, device);
	}
	if (is_mended(status))
		return 0;
	fprintf(stderr, "%s: e2fsck could not mend it (status %#x): it is left as it is\n", device,
	    (unsigned)status);
	return -1;
}

static uint32_t read_number(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	    (uint32_t)at[3] << 24;
}

/* The whole partition is its own: disks of virtual machines grow. The kernel does it while it is mounted, and a power cut on
 * the way leaves it as it was or as it will be. */
static void grow(int mounted, const char *device, const uint8_t *superblock, uint64_t bytes)
{
	uint64_t had = read_number(superblock + BLOCKS_LOW) |
	    (uint64_t)read_number(superblock + BLOCKS_HIGH) << 32;
	uint64_t block = 1024ULL << (read_number(superblock + LOG_BLOCK_SIZE) & 7);
	uint64_t blocks = bytes / block;

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

	if (memcmp(superblock + UUID, image_uuid, sizeof(image_uuid)) != 0)
		return;
	if (getrandom(uuid.uuid, sizeof(uuid.uuid), 0) != sizeof(uuid.uuid) ||
	    ioctl(mounted, SET_FILESYSTEM_UUID, &uuid) == -1)
		fprintf(stderr, "%s: has no UUID of its own: %s\n", device, strerror(errno));
}

static void fit(const char *device)
{
	uint8_t superblock[SUPERBLOCK];
	uint64_t bytes;
	autoclose int partition = open(device, O_RDONLY | O_CLOEXEC);
	autoclose int mounted = open("/data", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (partition == -1 || mounted == -1 || ioctl(partition, BLKGETSIZE64, &bytes) == -1 ||
	    pread(partition, superblock, sizeof(superblock), SUPERBLOCK_AT) != sizeof(superblock)) {
		fprintf(stderr, "%s: %s\n", device, strerror(errno));
		return;
	}
	grow(mounted, device, superblock, bytes);
	make_own(mounted, device, superblock);
}

int filesystem_use(const char *device)
{
	if (check(device) == -1)
		return -1;
	if (mount(device, "/data", "ext4", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME, NULL) ==
	    -1) {
		fprintf(stderr, "%s: cannot be mounted: %s\n", device, strerror(errno));
		return -1;
	}
	fit(device);
	return 0;
}
