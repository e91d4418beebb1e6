/* SPDX-License-Identifier: MIT */
#include "target.h"

#include "cleanup.h"
#include "io.h"
#include "layout.h"
#include "table.h"
#include "text.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BLOCK_DEVICES "/sys/block"

enum {
	EDGE = 1 << 20, /* bytes looked at, at either end */
	SECTOR = 512,
	TABLE_ENTRIES = LAYOUT_PARTS * 128, /* bytes of them in a table of ours */
};

/* Where the kernel shows a disk's serial number, and how many bytes stand before it. */
static const struct {
	const char *file;
	size_t skip;
} serials[] = {
	{ "serial", 0 },          /* virtio */
	{ "device/serial", 0 },   /* NVMe, MMC */
	{ "device/vpd_pg80", 4 }, /* SCSI, SATA, USB: SPC-4, Unit Serial Number VPD page */
};
enum { SERIALS = sizeof(serials) / sizeof(serials[0]) };

static uint8_t edge[EDGE];
static struct table table;

static bool is_zero(const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

static bool read_edge(int disk, uint64_t at)
{
	return pread(disk, edge, EDGE, (off_t)at) == EDGE;
}

/* Is the mark in the boot sector, and nothing else? Whoever gives the disk another use writes there, but may let the mark be. */
static bool has_mark(const char *mark)
{
	return memcmp(edge, mark, strlen(mark)) == 0 &&
	    is_zero(edge + strlen(mark), SECTOR - strlen(mark));
}

/* Is there nothing behind the boot sector, or at most the table of an installation that was as good as done? */
static bool is_unfinished(size_t block)
{
	size_t table_ends = 2 * block + TABLE_ENTRIES;

	return has_mark(TABLE_MARK) && (is_zero(edge + block, 8) || gpt_is_header(edge + block)) &&
	    is_zero(edge + table_ends, EDGE - table_ends);
}

static enum target_holds look(int disk, const struct target *target)
{
	struct layout_extent parts[LAYOUT_PARTS];
	bool readable = table_read(disk, &table) == NULL;
	bool whit = readable && layout_find(&table, parts);

	if (!read_edge(disk, 0))
		return TARGET_FOREIGN;
	if (whit && has_mark(TABLE_MARK_KEEP))
		return TARGET_UNFINISHED_KEEP;
	if (is_unfinished(target->block))
		return TARGET_UNFINISHED;
	if (whit)
		return TARGET_WHIT;
	if (readable && layout_has_data(&table))
		return TARGET_WHIT_ODD;
	if (is_zero(edge, EDGE) && read_edge(disk, target->bytes - EDGE) && is_zero(edge, EDGE))
		return TARGET_BLANK;
	return TARGET_FOREIGN;
}

/* What a file of the device's folder in /sys says behind its first `skip` bytes, without blanks at its ends. */
static void read_text(const char *name, const char *file, size_t skip, char *text, size_t size)
{
	char path[256];
	char bytes[TARGET_SERIAL + 8] = "";
	char *all = bytes + skip;
	size_t first;

	snprintf(path, sizeof(path), BLOCK_DEVICES "/%.50s/%s", name, file);
	if (io_read_file(path, bytes, sizeof(bytes)) == -1)
		all[0] = '\0';
	all[strcspn(all, "\n")] = '\0';
	text_make_printable(all);
	first = strspn(all, " ");
	for (size_t end = strlen(all); end > first && all[end - 1] == ' '; end--)
		all[end - 1] = '\0';
	snprintf(text, size, "%.*s", (int)size - 1, all + first);
}

static bool read_target(const char *name, struct target *target)
{
	autoclose int disk = -1;
	int block;
	int read_only;

	memset(target, 0, sizeof(*target));
	snprintf(target->device, sizeof(target->device), "/dev/%.50s", name);
	disk = open(target->device, O_RDWR | O_CLOEXEC | O_NONBLOCK);
	if (disk == -1 || ioctl(disk, BLKGETSIZE64, &target->bytes) == -1 ||
	    ioctl(disk, BLKSSZGET, &block) == -1 || ioctl(disk, BLKROGET, &read_only) == -1 ||
	    read_only != 0 || target->bytes < (uint64_t)2 * EDGE)
		return false;
	target->block = (size_t)block;
	read_text(name, "device/model", 0, target->model, sizeof(target->model));
	for (size_t i = 0; i < SERIALS && target->serial[0] == '\0'; i++)
		read_text(name, serials[i].file, serials[i].skip, target->serial,
		    sizeof(target->serial));
	target->holds = look(disk, target);
	return true;
}

static int by_device(const void *one, const void *other)
{
	const struct target *first = one;
	const struct target *second = other;

	return strcmp(first->device, second->device);
}

size_t targets_find(struct target targets[static TARGETS])
{
	DIR *folder = opendir(BLOCK_DEVICES);
	const struct dirent *entry;
	size_t count = 0;

	while (folder != NULL && count < TARGETS && (entry = readdir(folder)) != NULL)
		if (disks_is_disk(entry->d_name) && read_target(entry->d_name, &targets[count]))
			count++;
	if (folder != NULL)
		closedir(folder);
	qsort(targets, count, sizeof(*targets), by_device);
	return count;
}

bool target_is_same(const struct target *target)
{
	static struct target now;

	return read_target(target->device + strlen("/dev/"), &now) && now.bytes == target->bytes &&
	    now.block == target->block && now.holds == target->holds &&
	    strcmp(now.model, target->model) == 0 && strcmp(now.serial, target->serial) == 0;
}

const char *target_holds_text(enum target_holds holds)
{
	switch (holds) {
	case TARGET_BLANK:
		return "blank";
	case TARGET_UNFINISHED:
		return "an installation that was cut off";
	case TARGET_UNFINISHED_KEEP:
		return "an installation that was cut off; its /data is good";
	case TARGET_WHIT:
		return "Whit";
	case TARGET_WHIT_ODD:
		return "Whit, in another layout";
	case TARGET_FOREIGN:
		break;
	}
	return "something else";
}
