/* SPDX-License-Identifier: MIT */
/*
 * vhdx-ids FILE - rewrites what qemu-img draws anew each time it makes a VHDX, so that the same disk is the same bytes: the
 * sequence numbers and GUIDs of both headers, the log, and the disk's own id. FILE is one that qemu-img has just made and closed.
 *
 * After [MS-VHDX]: 2.2.2 headers, at 64 and 128 KiB, each with a CRC-32C; 2.2.3 region table; 2.3 log: nothing in it is to be
 * replayed while its GUID is zero; 2.6.2.6 the disk's id (page 83 data). Numbers are little-endian.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	KIB = 1024,
	HEADER = 4 * KIB,
	TABLE = 64 * KIB,
	REGION_TABLE_AT = 192 * KIB,
	ENTRY = 32, /* of the region table and of the metadata table */
	GUID = 16,
	LOG_MAX = 64 * KIB * KIB,
};

static const uint8_t metadata_region[GUID] = { 0x06, 0xa2, 0x7c, 0x8b, 0x90, 0x47, 0x9a, 0x4b, 0xb8,
	0xfe, 0x57, 0x5f, 0x05, 0x0f, 0x88, 0x6e };
static const uint8_t disk_id_item[GUID] = { 0xab, 0x12, 0xca, 0xbe, 0xe6, 0xb2, 0x23, 0x45, 0x93,
	0xef, 0xc3, 0x09, 0xe0, 0x00, 0xc7, 0x46 };

static const char *name;
static FILE *file;

static _Noreturn void fail(const char *why)
{
	fprintf(stderr, "vhdx-ids: %s: %s\n", name, why);
	exit(1);
}

static void fetch(uint64_t at, void *bytes, size_t length)
{
	if (fseeko(file, (off_t)at, SEEK_SET) == -1 || fread(bytes, 1, length, file) != length)
		fail(ferror(file) ? strerror(errno) : "it ends too early");
}

static void store(uint64_t at, const void *bytes, size_t length)
{
	if (fseeko(file, (off_t)at, SEEK_SET) == -1 || fwrite(bytes, 1, length, file) != length)
		fail(strerror(errno));
}

static uint64_t number(const uint8_t *bytes, size_t length)
{
	return length == 0 ? 0 : bytes[0] | number(bytes + 1, length - 1) << 8;
}

static void put_number(uint8_t *bytes, size_t length, uint64_t value)
{
	for (size_t i = 0; i < length; i++)
		bytes[i] = (uint8_t)(value >> 8 * i);
}

/* RFC 3720, appendix B.4: the polynomial 0x1edc6f41, bits reversed. */
static uint32_t crc32c(const uint8_t *bytes, size_t length)
{
	uint32_t crc = UINT32_MAX;

	while (length-- > 0) {
		crc ^= *bytes++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ ((crc & 1) != 0 ? 0x82f63b78 : 0);
	}
	return ~crc;
}

/* 57686974-0000-4000-8000-0000000000NN, as it lies on a disk. */
static void put_guid(uint8_t guid[GUID], uint8_t last)
{
	static const uint8_t ours[GUID] = { 0x74, 0x69, 0x68, 0x57, 0, 0, 0x00, 0x40, 0x80 };

	memcpy(guid, ours, GUID);
	guid[GUID - 1] = last;
}

static void rewrite_header(uint64_t at, uint64_t sequence)
{
	static const uint8_t no_log[GUID];
	uint8_t header[HEADER];
	uint64_t log_at;
	size_t log_length;
	uint8_t *log;

	fetch(at, header, sizeof(header));
	if (memcmp(header, "head", 4) != 0)
		fail("a header is missing");
	if (memcmp(header + 48, no_log, GUID) != 0)
		fail("its log is in use");
	log_length = (size_t)number(header + 68, 4);
	log_at = number(header + 72, 8);
	put_number(header + 8, 8, sequence);
	put_guid(header + 16, 0x10); /* the file's writing, then the data's */
	put_guid(header + 32, 0x11);
	put_number(header + 4, 4, 0);
	put_number(header + 4, 4, crc32c(header, sizeof(header)));
	store(at, header, sizeof(header));
	log = log_length <= LOG_MAX ? calloc(1, log_length) : NULL;
	if (log == NULL)
		fail("its log is too large");
	store(log_at, log, log_length);
	free(log);
}

/* The entry of a table that begins with this GUID. */
static const uint8_t *find(const uint8_t *table, size_t head, size_t count,
    const uint8_t guid[GUID])
{
	for (size_t i = 0; i < count && head + (i + 1) * ENTRY <= TABLE; i++)
		if (memcmp(table + head + i * ENTRY, guid, GUID) == 0)
			return table + head + i * ENTRY;
	fail("a region or an item is missing");
}

static void rewrite_disk_id(void)
{
	static uint8_t table[TABLE];
	const uint8_t *entry;
	uint64_t metadata_at;
	uint8_t id[GUID];

	fetch(REGION_TABLE_AT, table, sizeof(table));
	entry = find(table, 16, (size_t)number(table + 8, 4), metadata_region);
	metadata_at = number(entry + GUID, 8);
	fetch(metadata_at, table, sizeof(table));
	entry = find(table, 32, (size_t)number(table + 10, 2), disk_id_item);
	put_guid(id, 0x12);
	store(metadata_at + number(entry + GUID, 4), id, sizeof(id));
}

int main(int argc, char **argv)
{
	uint8_t first[16], second[16];
	int newer;

	if (argc != 2) {
		fputs("usage: vhdx-ids FILE\n", stderr);
		return 2;
	}
	name = argv[1];
	file = fopen(name, "r+b");
	if (file == NULL)
		fail(strerror(errno));
	/* The header with the greater sequence number is the newer one, and stays that. */
	fetch(64 * KIB, first, sizeof(first));
	fetch(128 * KIB, second, sizeof(second));
	newer = number(first + 8, 8) > number(second + 8, 8);
	rewrite_header(64 * KIB, newer ? 2 : 1);
	rewrite_header(128 * KIB, newer ? 1 : 2);
	rewrite_disk_id();
	if (fclose(file) == EOF)
		fail(strerror(errno));
	return 0;
}
