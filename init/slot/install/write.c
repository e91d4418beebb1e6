/* SPDX-License-Identifier: MIT */
#include "write.h"

#include "cleanup.h"
#include "io.h"
#include "layout.h"
#include "table.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	CHUNK = 1 << 20,
	BLOCK_MAX = 4096,
	BIOS_BLOCK = 512, /* no BIOS starts from disks with other blocks */
	NOTE_AT =
	    512 << 10, /* bytes: between the table and the first partition, where nothing else is */
	REASON = 200,
	WORD = 32,
	NOTE_SUMS = 1024,
};

/* What goes where. */
static const struct {
	const char *file;
	enum layout_part part;
	size_t block; /* of the disks that it is for; 0 = any */
} files[] = {
	{ WRITE_FILES "/core", LAYOUT_BIOS, BIOS_BLOCK },
	{ WRITE_FILES "/efi", LAYOUT_EFI, BIOS_BLOCK },
	{ WRITE_FILES "/efi-4096", LAYOUT_EFI, BLOCK_MAX },
	{ WRITE_FILES "/slot", LAYOUT_SLOT_A, 0 },
};
enum { FILES = sizeof(files) / sizeof(files[0]) };

static char reason[REASON];
static uint8_t chunk[CHUNK];
static uint8_t read_back[CHUNK];
static struct table table;
static uint64_t total; /* bytes to write, and to read back */
static uint64_t done;
static time_t started;

static const char *fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

static const char *fail(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	return reason;
}

static void fill_random(uint8_t bytes[GPT_GUID])
{
	if (getrandom(bytes, GPT_GUID, 0) != GPT_GUID)
		abort(); /* the kernel promises it */
}

static bool is_wanted(size_t file)
{
	return files[file].block == 0 || files[file].block == table.block;
}

static void show_progress(const char *what)
{
	uint64_t seconds = (uint64_t)(time(NULL) - started);
	uint64_t percent = total == 0 ? 100 : done * 100 / total;

	printf("\r%s: %llu %%", what, (unsigned long long)percent);
	if (seconds > 0 && percent > 0)
		printf(", %llu s left ", (unsigned long long)(seconds * (100 - percent) / percent));
	fflush(stdout);
}

/* One file to its place on the disk, or compares it with what is there. NULL or the reason. */
static const char *pass_file(int disk, const char *path, uint64_t at, bool compare)
{
	autoclose int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (file == -1)
		return fail("%s: %s", path, strerror(errno));
	while ((got = read(file, chunk, CHUNK)) > 0) {
		/* Whole blocks: what is behind the file's end is nothing. */
		size_t size = ((size_t)got + BLOCK_MAX - 1) / BLOCK_MAX * BLOCK_MAX;

		memset(chunk + got, 0, size - (size_t)got);
		if (!compare && pwrite(disk, chunk, size, (off_t)at) != (ssize_t)size)
			return fail("the disk does not take it at byte %llu: %s",
			    (unsigned long long)at, strerror(errno));
		if (compare &&
		    (pread(disk, read_back, size, (off_t)at) != (ssize_t)size ||
		        memcmp(chunk, read_back, size) != 0))
			return fail("the disk does not hold what was written at byte %llu",
			    (unsigned long long)at);
		at += size;
		done += (uint64_t)got;
		show_progress(compare ? "reading it back" : "writing");
	}
	return got == 0 ? NULL : fail("%s: %s", path, strerror(errno));
}

static const char *pass_files(int disk, const struct layout_extent parts[LAYOUT_PARTS],
    bool compare)
{
	const char *why = NULL;

	for (size_t i = 0; why == NULL && i < FILES; i++)
		if (is_wanted(i))
			why = pass_file(disk, files[i].file, parts[files[i].part].at, compare);
	return why;
}

/* Do the files fit? Sums them up. */
static const char *measure(const struct layout_extent parts[LAYOUT_PARTS])
{
	struct stat file;

	total = done = 0;
	started = time(NULL);
	for (size_t i = 0; i < FILES; i++) {
		if (!is_wanted(i))
			continue;
		if (stat(files[i].file, &file) == -1)
			return fail("%s: %s", files[i].file, strerror(errno));
		if ((uint64_t)file.st_size > parts[files[i].part].size)
			return fail("its partition %d is too small for %s", files[i].part + 1,
			    files[i].file);
		total += 2 * (uint64_t)file.st_size;
	}
	return NULL;
}

/* Writes one block, brings it to the disk and looks whether it is there. */
static const char *write_block(int disk, const void *bytes, size_t size, uint64_t lba)
{
	uint8_t block[BLOCK_MAX] = { 0 };
	off_t at = (off_t)(lba * table.block);

	memcpy(block, bytes, size);
	if (pwrite(disk, block, table.block, at) != (ssize_t)table.block || fsync(disk) == -1)
		return fail("block %llu cannot be written: %s", (unsigned long long)lba,
		    strerror(errno));
	if (ioctl(disk, BLKFLSBUF) == -1 ||
	    pread(disk, read_back, table.block, at) != (ssize_t)table.block ||
	    memcmp(block, read_back, table.block) != 0)
		return fail("the disk does not hold what was written to block %llu",
		    (unsigned long long)lba);
	return NULL;
}

/* The note of what was installed, or none: words = NULL. */
static void make_note(const char *words, char note[BLOCK_MAX])
{
	char sums[NOTE_SUMS] = "";

	memset(note, 0, BLOCK_MAX);
	if (words == NULL)
		return;
	if (io_read_file(WRITE_FILES "/sums", sums, sizeof(sums)) == -1)
		sums[0] = '\0';
	snprintf(note, BLOCK_MAX, "Whit was installed here by: %s\n%s", words, sums);
}

static const char *write_note(int disk, const char *words)
{
	char note[BLOCK_MAX];

	make_note(words, note);
	if (pwrite(disk, note, sizeof(note), NOTE_AT) != sizeof(note) || fsync(disk) == -1)
		return fail("the note of what was installed cannot be written: %s",
		    strerror(errno));
	return NULL;
}

bool write_was_done(const struct target *target, const char *words)
{
	char note[BLOCK_MAX];
	char found[BLOCK_MAX];
	autoclose int disk = open(target->device, O_RDONLY | O_CLOEXEC);

	make_note(words, note);
	return disk != -1 && pread(disk, found, sizeof(found), NOTE_AT) == sizeof(found) &&
	    memcmp(note, found, sizeof(note)) == 0;
}

/* From here on the disk is not what it was. Without /data to keep, nothing is left of what stood at its edges either. */
static const char *mark(int disk, bool keep)
{
	const char *text = keep ? TABLE_MARK_KEEP : TABLE_MARK;
	const char *why = write_block(disk, text, strlen(text), 0);

	if (why != NULL)
		return why;
	if (keep)
		return write_note(disk, NULL);
	memset(chunk, 0, CHUNK);
	if (pwrite(disk, chunk, CHUNK - table.block, (off_t)table.block) !=
	    (ssize_t)(CHUNK - table.block))
		return fail("its first MiB cannot be written: %s", strerror(errno));
	return write_block(disk, "", 0, table.blocks - 1);
}

/* Slot B holds nothing, whatever was there. */
static const char *clear_slot(int disk, const struct layout_extent *slot)
{
	memset(chunk, 0, CHUNK);
	return pwrite(disk, chunk, CHUNK, (off_t)slot->at) == CHUNK
	    ? NULL
	    : fail("slot B cannot be written: %s", strerror(errno));
}

/* To the disk, and out of memory, so that what is read then is the disk's. */
static const char *flush(int disk)
{
	return fsync(disk) == 0 && ioctl(disk, BLKFLSBUF) == 0
	    ? NULL
	    : fail("the disk does not keep it: %s", strerror(errno));
}

/* /data, by mke2fs, a child, where its partition will be. */
static const char *make_data(const char *device, const struct layout_extent *data)
{
	char options[WORD * 3];
	char size[WORD];
	pid_t pid;
	int status;

	snprintf(options, sizeof(options),
	    "lazy_itable_init=1,root_owner=0:0,nodiscard,offset=%llu",
	    (unsigned long long)data->at);
	snprintf(size, sizeof(size), "%lluk", (unsigned long long)(data->size / 1024));
	pid = fork();
	if (pid == 0) {
		execl("/usr/sbin/mke2fs", "mke2fs", "-q", "-F", "-t", "ext4", "-T", "ext4", "-E",
		    options, device, size, (char *)NULL);
		_exit(127);
	}
	if (pid == -1 || waitpid(pid, &status, 0) != pid)
		return fail("mke2fs: %s", strerror(errno));
	return status == 0 ? NULL
	                   : fail("mke2fs could not make /data (status %#x)", (unsigned)status);
}

static const char *write_table(int disk)
{
	static struct table written;

	if (table_write(disk, &table) == -1 || ioctl(disk, BLKFLSBUF) == -1)
		return fail("the partition table cannot be written: %s", strerror(errno));
	if (table_read(disk, &written) != NULL || written.damaged)
		return "the disk does not hold the partition table that was written";
	return NULL;
}

/* What makes it whole: the partition table, and then the boot sector. */
static const char *finish(int disk, bool keep)
{
	uint8_t code[LAYOUT_BOOT_CODE] = { 0 };
	uint8_t sector[LAYOUT_BOOT_SECTOR];
	const char *why = NULL;
	autoclose int file = open(WRITE_FILES "/boot", O_RDONLY | O_CLOEXEC);

	if (file == -1 || read(file, code, sizeof(code)) != sizeof(code))
		return fail(WRITE_FILES "/boot: %s", strerror(errno));
	if (table.block != BIOS_BLOCK)
		memset(code, 0, sizeof(code));
	if (!keep || table.damaged)
		why = write_table(disk);
	if (why != NULL)
		return why;
	layout_boot_sector(sector, code, table.blocks);
	return write_block(disk, sector, sizeof(sector), 0);
}

static const char *plan(int disk, bool keep, struct layout_extent parts[LAYOUT_PARTS])
{
	const char *why;

	memset(&table, 0, sizeof(table));
	why = table_read(disk, &table);
	if (table.blocks != 0 && table.block != BIOS_BLOCK && table.block != BLOCK_MAX)
		return "the disk has blocks of neither 512 nor 4096 bytes";
	if (!keep && table.blocks != 0)
		why = layout_make(&table, fill_random);
	else if (why != NULL)
		why = fail("the disk %s", why);
	if (why != NULL)
		return why;
	if (!layout_find(&table, parts))
		return "its partitions are not those of Whit";
	return measure(parts);
}

const char *write_disk(const struct target *target, bool keep, const char *words)
{
	struct layout_extent parts[LAYOUT_PARTS];
	autoclose int alone = open(target->device, O_RDWR | O_CLOEXEC | O_EXCL);
	autoclose int disk = open(target->device, O_RDWR | O_CLOEXEC);
	const char *why;

	if (alone == -1 || disk == -1)
		return fail("%s", strerror(errno));
	close(steal_fd(&alone)); /* nobody has it mounted; mke2fs wants to see that, too */
	why = plan(disk, keep, parts);
	if (why == NULL)
		why = mark(disk, keep);
	if (why == NULL)
		why = pass_files(disk, parts, false);
	if (why == NULL)
		why = clear_slot(disk, &parts[LAYOUT_SLOT_B]);
	if (why == NULL)
		why = flush(disk);
	if (why == NULL && !keep)
		why = make_data(target->device, &parts[LAYOUT_DATA]);
	if (why == NULL)
		why = flush(disk);
	if (why == NULL)
		why = pass_files(disk, parts, true);
	putchar('\n');
	if (why == NULL)
		why = finish(disk, keep);
	if (why == NULL)
		why = write_note(disk, words);
	return why;
}
