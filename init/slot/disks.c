/* SPDX-License-Identifier: MIT */
#include "disks.h"

#include "cleanup.h"
#include "io.h"
#include "table.h"
#include "watch.h"

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
	LOOK_EVERY = 100,  /* ms; all else here is looks */
	NAMED_LOOKS = 600, /* for a disk that is named: disks spin up one after the other */
	ANY_LOOKS = 100,   /* for any */
	NOTE_LOOKS = 100,  /* for the one that the machine was started from, if there is another */
	TELL_LOOKS = 20,   /* then it is said that we wait */
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
	if (access(device, F_OK) == -1) /* the kernel believes less than we, or is not so far */
		return false;
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

static bool is_found(struct search *search, bool started_from)
{
	search->started_from = started_from;
	look(search, false);
	return search->found > 0;
}

/* Looks once; `noted`: at first for the disk that the machine was started from, in the end at any. */
static bool look_again(struct search *search, bool noted, int looks)
{
	if (noted && is_found(search, true))
		return true;
	return (!noted || looks >= NOTE_LOOKS) && is_found(search, false);
}

/* Disks of one image bear one GUID until they are a machine's own, and any disk bears the type: then it is that which the machine
 * was started from, which may be the slowest of them. */
static void search_disks(struct search *search, bool wait)
{
	const struct timespec pause = { 0, LOOK_EVERY * 1000000L };
	bool named = search->wanted != NULL;
	bool noted = wait &&
	    (!named ||
	        strncasecmp(search->wanted, GPT_IMAGE_PREFIX, strlen(GPT_IMAGE_PREFIX)) == 0);
	int last = !wait ? 0 : named ? NAMED_LOOKS : ANY_LOOKS;

	for (int looks = 0; !look_again(search, noted, looks) && looks < last; looks++) {
		if (looks == TELL_LOOKS)
			watch_say("waiting for the disk %s%s",
			    named ? "with the data partition "
			          : "that the machine was started from",
			    named ? search->wanted : "");
		nanosleep(&pause, NULL);
	}
	if (search->found == 0)
		look(search, true);
	else if (search->found > 1 && !search->started_from && !is_found(search, true))
		is_found(search, false); /* the note is on none of them */
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
	int write_protected;

	if (fd == -1 || ioctl(fd, BLKROGET, &write_protected) == -1) {
		fprintf(stderr, "%s: cannot be written: %s\n", disk, strerror(errno));
		return;
	}
	if (write_protected != 0 || table_read(fd, &table) != NULL)
		return; /* its filesystem says that it is write-protected */
	if (table_has_shrunk(&table))
		fprintf(stderr,
		    "%s: the disk is smaller than its partitions: they stay as they are\n", disk);
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
