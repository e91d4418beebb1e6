/* SPDX-License-Identifier: MIT */
/*
 * power-cut - a disk that loses its power, as a plugin of nbdkit (nbdkit-plugin(3)).
 *
 *	nbdkit --foreground --unix SOCKET ./power-cut.so file=DISK seed=N [cut-after=WRITES] note=FILE
 *		[fail-read=OFFSET-END] [fail-write=OFFSET-END] [drop=OFFSET-END] [flip=OFFSET-END]
 *
 * A write is only kept in memory until the machine flushes; a write with FUA is as good as flushed. When the server ends,
 * which is the cut, each sector of 512 bytes of each write since then has reached DISK or not, as a die says that begins with
 * `seed`: so writes are lost, torn, and overtaken by later ones. After cut-after writes every request fails, and FILE says
 * `cut`: the power is gone, whoever still runs. At the end FILE says how many writes there were.
 *
 * A machine that flushes and then ends in order loses nothing: nothing is left to lose.
 *
 * A disk may also be a bad one. It fails to read, or to write, whatever touches the bytes from OFFSET to before END; or it lies: what is
 * written to these sectors never arrives, or with a bit that is another.
 */
#define NBDKIT_API_VERSION 2
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <nbdkit-plugin.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define THREAD_MODEL NBDKIT_THREAD_MODEL_SERIALIZE_ALL_REQUESTS

enum { SECTOR = 512 };

/* One sector of a write that may still be lost. */
struct piece {
	uint64_t sector;
	bool durable; /* FUA: it is kept whatever comes */
	uint8_t bytes[SECTOR];
};

static const char *path;
static const char *note_path;
static uint64_t die;
static int64_t cut_after = -1;
static struct range {
	uint64_t from;
	uint64_t end; /* 0 = no range */
} fail_read, fail_write, drop, flip;
static int disk = -1;
static uint64_t sectors;
static int64_t writes;
static struct piece *pieces; /* in the order they came */
static size_t count;
static size_t room;
static uint32_t *newest; /* of each sector: its last piece + 1, or 0 */

/* splitmix64 (Steele, Lea, Flood 2014): the same seed, the same losses. */
static uint64_t throw_die(void)
{
	uint64_t z = die += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static void note(const char *format, int64_t number)
{
	FILE *file = note_path == NULL ? NULL : fopen(note_path, "w");

	if (file == NULL)
		return;
	fprintf(file, format, number);
	fclose(file);
}

static int parse_range(const char *key, const char *value, struct range *range)
{
	if (sscanf(value, "%" SCNu64 "-%" SCNu64, &range->from, &range->end) == 2 &&
	    range->from < range->end)
		return 0;
	nbdkit_error("%s=%s: it is OFFSET-END, in bytes", key, value);
	return -1;
}

static bool touches(const struct range *range, uint64_t offset, uint32_t size)
{
	return offset < range->end && offset + size > range->from;
}

static int power_cut_config(const char *key, const char *value)
{
	if (strcmp(key, "file") == 0)
		path = nbdkit_realpath(value);
	else if (strcmp(key, "note") == 0)
		note_path = nbdkit_absolute_path(value);
	else if (strcmp(key, "seed") == 0)
		return nbdkit_parse_uint64_t(key, value, &die);
	else if (strcmp(key, "cut-after") == 0)
		return nbdkit_parse_int64_t(key, value, &cut_after);
	else if (strcmp(key, "fail-read") == 0)
		return parse_range(key, value, &fail_read);
	else if (strcmp(key, "fail-write") == 0)
		return parse_range(key, value, &fail_write);
	else if (strcmp(key, "drop") == 0)
		return parse_range(key, value, &drop);
	else if (strcmp(key, "flip") == 0)
		return parse_range(key, value, &flip);
	else {
		nbdkit_error("there is no parameter %s", key);
		return -1;
	}
	return 0;
}

static int power_cut_get_ready(void)
{
	struct stat status;

	if (path == NULL || (disk = open(path, O_RDWR | O_CLOEXEC)) == -1 ||
	    fstat(disk, &status) == -1) {
		nbdkit_error("file=%s: %m", path == NULL ? "" : path);
		return -1;
	}
	sectors = (uint64_t)status.st_size / SECTOR;
	newest = calloc(sectors, sizeof(*newest));
	if (newest == NULL)
		nbdkit_error("no memory");
	return newest == NULL ? -1 : 0;
}

static void *power_cut_open(int readonly)
{
	(void)readonly;
	return NBDKIT_HANDLE_NOT_NEEDED;
}

static int64_t power_cut_get_size(void *handle)
{
	(void)handle;
	return (int64_t)(sectors * SECTOR);
}

static int power_cut_block_size(void *handle, uint32_t *minimum, uint32_t *preferred,
    uint32_t *maximum)
{
	(void)handle;
	*minimum = SECTOR;
	*preferred = 4096;
	*maximum = 0xffffffff;
	return 0;
}

static int power_cut_yes(void *handle)
{
	(void)handle;
	return 1;
}

static int power_cut_fua(void *handle)
{
	(void)handle;
	return NBDKIT_FUA_NATIVE;
}

/* Is there power? Says so when there is none. */
static bool has_power(void)
{
	if (cut_after == -1 || writes <= cut_after)
		return true;
	nbdkit_set_error(EIO);
	return false;
}

static int power_cut_pread(void *handle, void *buffer, uint32_t size, uint64_t offset,
    uint32_t flags)
{
	(void)handle, (void)flags;
	if (!has_power())
		return -1;
	if (touches(&fail_read, offset, size)) {
		nbdkit_set_error(EIO);
		return -1;
	}
	if (pread(disk, buffer, size, (off_t)offset) != (ssize_t)size)
		return -1;
	for (uint32_t at = 0; at < size; at += SECTOR) {
		uint32_t piece = newest[(offset + at) / SECTOR];

		if (piece != 0)
			memcpy((uint8_t *)buffer + at, pieces[piece - 1].bytes, SECTOR);
	}
	return 0;
}

/* Writes what survives of the pieces, in their order. */
static int settle(bool all)
{
	for (size_t i = 0; i < count; i++) {
		bool survives = all || pieces[i].durable || throw_die() >> 63 == 1;

		newest[pieces[i].sector] = 0;
		if (survives &&
		    pwrite(disk, pieces[i].bytes, SECTOR, (off_t)(pieces[i].sector * SECTOR)) !=
		        SECTOR)
			return -1;
	}
	count = 0;
	return 0;
}

static int power_cut_pwrite(void *handle, const void *buffer, uint32_t size, uint64_t offset,
    uint32_t flags)
{
	(void)handle;
	writes++;
	if (!has_power()) {
		note("cut\n", 0);
		return -1;
	}
	if (touches(&fail_write, offset, size)) {
		nbdkit_set_error(EIO);
		return -1;
	}
	for (uint32_t at = 0; at < size; at += SECTOR) {
		if (touches(&drop, offset + at, SECTOR))
			continue;
		if (count == room) {
			struct piece *more = realloc(pieces, (room + 4096) * sizeof(*pieces));

			if (more == NULL)
				return -1;
			pieces = more;
			room += 4096;
		}
		pieces[count].sector = (offset + at) / SECTOR;
		pieces[count].durable = (flags & NBDKIT_FLAG_FUA) != 0;
		memcpy(pieces[count].bytes, (const uint8_t *)buffer + at, SECTOR);
		if (touches(&flip, offset + at, SECTOR))
			pieces[count].bytes[SECTOR / 2] ^= 1;
		newest[pieces[count].sector] = (uint32_t)(count + 1);
		count++;
	}
	return 0;
}

static int power_cut_flush(void *handle, uint32_t flags)
{
	(void)handle, (void)flags;
	return has_power() ? settle(true) : -1;
}

static void power_cut_unload(void)
{
	if (disk == -1)
		return;
	if (settle(false) == -1)
		nbdkit_error("%s: %m", path);
	note("%" PRId64 " writes\n", writes);
	close(disk);
}

static struct nbdkit_plugin plugin = {
	.name = "power-cut",
	.config = power_cut_config,
	.get_ready = power_cut_get_ready,
	.open = power_cut_open,
	.get_size = power_cut_get_size,
	.block_size = power_cut_block_size,
	.can_write = power_cut_yes,
	.can_flush = power_cut_yes,
	.can_fua = power_cut_fua,
	.pread = power_cut_pread,
	.pwrite = power_cut_pwrite,
	.flush = power_cut_flush,
	.unload = power_cut_unload,
};

NBDKIT_REGISTER_PLUGIN(plugin)
