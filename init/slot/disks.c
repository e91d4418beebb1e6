/* SPDX-License-Identifier: MIT */
#include "disks.h"

#include "cleanup.h"
#include "io.h"
#include "table.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BLOCK_DEVICES "/sys/block"
#define EFI_PLACE "/run/whit/efi"

enum {
	LOOKS = 100, /* for a named disk, LOOK_EVERY ms apart */
	LOOK_EVERY = 100,
	EFI_PARTITION = 2,
	ENVIRONMENT_MAX = 1024,
};

struct search {
	const char *wanted; /* GUID; NULL = any of the type */
	bool started_from;  /* only on the disk that the machine was started from */
	char disk[DISKS_DEVICE];
	char device[DISKS_DEVICE];
	unsigned found;
};

static struct table table; /* too large for a stack */

/* The device of partition `number` of a disk: /dev/vda5, /dev/nvme0n1p5. */
static void partition_device(const char *disk, size_t number, char device[DISKS_DEVICE])
{
	char last = disk[strlen(disk) - 1];

	snprintf(device, DISKS_DEVICE, "%.50s%s%zu", disk, last >= '0' && last <= '9' ? "p" : "",
	    number);
}

/* Has GRUB noted on this disk that it has started a slot of it? */
static bool is_started_from(const char *disk)
{
	char device[DISKS_DEVICE];
	char text[ENVIRONMENT_MAX + 1] = "";
	const char *value;

	partition_device(disk, EFI_PARTITION, device);
	if (mkdir(EFI_PLACE, 0700) == -1 && errno != EEXIST)
		return false;
	if (mount(device, EFI_PLACE, "vfat", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) ==
	    -1)
		return false;
	if (io_read_file(EFI_PLACE "/whit/environment", text, sizeof(text)) == -1)
		text[0] = '\0';
	umount(EFI_PLACE);
	value = strstr(text, "\nbooted=");
	return value != NULL && (value[8] == 'a' || value[8] == 'b');
}

static void look_at_entries(const char *disk, struct search *search)
{
	struct gpt_entry entry;

	for (size_t i = 0; i < table.header.entry_count; i++) {
		gpt_read_entry(table.entries, i, &table.header, &entry);
		if (strcmp(entry.type, GPT_DATA_TYPE) != 0)
			continue;
		if (search->wanted != NULL && strcasecmp(entry.guid, search->wanted) != 0)
			continue;
		if (search->started_from && !is_started_from(disk))
			continue;
		search->found++;
		snprintf(search->disk, sizeof(search->disk), "%s", disk);
		partition_device(disk, i + 1, search->device);
	}
}

/* Reads the partition table of a disk. NULL, or why it has none. */
static const char *look_at_disk(const char *disk, struct search *search)
{
	autoclose int fd = open(disk, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	const char *why = fd == -1 ? strerror(errno) : table_read(fd, &table);

	if (why == NULL)
		look_at_entries(disk, search);
	return why;
}

bool disks_is_disk(const char *name)
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
	char disk[DISKS_DEVICE];
	const char *why;

	search->found = 0;
	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		if (!disks_is_disk(entry->d_name))
			continue;
		snprintf(disk, sizeof(disk), "/dev/%.50s", entry->d_name);
		why = look_at_disk(disk, search);
		if (why != NULL && last)
			printf("disk %s %s\n", entry->d_name, why);
	}
	if (folder != NULL)
		closedir(folder);
}

/* Looks until there is one, or for a while. */
static void wait_for_one(struct search *search, bool wait)
{
	const struct timespec pause = { 0, LOOK_EVERY * 1000000L };

	for (int looks = wait ? LOOKS : 1; looks > 0; looks--) {
		look(search, looks == 1);
		if (search->found > 0 || looks == 1)
			break;
		nanosleep(&pause, NULL);
	}
}

/* Disks of one image bear one GUID until they are a machine's own: then it is only that which the machine was started from, and
 * that may be the slowest of them. */
static void search_disks(struct search *search, bool wait)
{
	search->started_from = search->wanted != NULL &&
	    strncasecmp(search->wanted, GPT_IMAGE_PREFIX, strlen(GPT_IMAGE_PREFIX)) == 0;
	wait_for_one(search, wait);
	if (search->found > 1 && !search->started_from) {
		search->started_from = true;
		look(search, false);
	}
	if (search->found == 0 && search->started_from) { /* on none of them */
		search->started_from = false;
		look(search, false);
	}
}

static void fill_random(uint8_t bytes[GPT_GUID])
{
	if (getrandom(bytes, GPT_GUID, 0) != GPT_GUID)
		fprintf(stderr, "no random bytes: %s\n", strerror(errno));
}

/* A disk that cannot be written stays as it is: it can be read all the same. */
static void make_own(const char *disk)
{
	autoclose int fd = open(disk, O_RDWR | O_CLOEXEC);

	if (fd == -1 || table_read(fd, &table) != NULL)
		return;
	if (table.damaged)
		printf("%s: the partition table at its beginning is damaged: it is written anew "
		       "from the one at its end\n",
		    disk);
	if (!table_make_own(&table, fill_random))
		return;
	if (table_write(fd, &table) == -1 || ioctl(fd, BLKRRPART) == -1)
		fprintf(stderr, "%s: its partition table cannot be made this machine's own: %s\n",
		    disk, strerror(errno));
}

int disks_find_data(const char *wanted, char device[static DISKS_DEVICE])
{
	bool any = wanted != NULL && strcmp(wanted, "any") == 0;
	struct search search = { .wanted = any ? NULL : wanted };

	search_disks(&search, wanted != NULL);
	if (search.found == 1) {
		make_own(search.disk);
		snprintf(device, DISKS_DEVICE, "%s", search.device);
		return 0;
	}
	if (search.found > 1)
		printf("%u data partitions: none is used, name one by whit.data=UUID\n",
		    search.found);
	else if (search.wanted != NULL)
		printf("no disk bears the data partition %s\n", wanted);
	else
		puts("no disk bears a data partition");
	return -1;
}
