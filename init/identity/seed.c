/* SPDX-License-Identifier: MIT */
#include "seed.h"

#include "cleanup.h"
#include "core-schema.h"
#include "io.h"
#include "smbios.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define FW_CFG "/sys/firmware/qemu_fw_cfg/by_name/opt/whit/seed/raw"
#define SMBIOS "/sys/firmware/dmi/tables/DMI"
#define FIRST_LINE "# whit-seed"
#define VOLUME "/run/whit/seed"
#define FAT_OPTIONS "utf8,iocharset=cp437" /* the kernel's default, utf-8, is no name it knows */

enum {
	SEED_MAX = 64 * 1024,
	HEAD_MAX = 2048, /* of a volume */
	PATH = 512,
};

/* How a file system bears its label in the head of its volume. */
static const struct volume_kind {
	const char *type; /* for mount(2) */
	const char *options;
	size_t label_at;
	const char *label;
	size_t label_length;
	size_t mark_at; /* and what else must be there */
	const char *mark;
} kinds[] = {
	{ "vfat", FAT_OPTIONS, 43, "WHITSEED   ", 11, 510, "\x55\xaa" }, /* FAT12 and FAT16 */
	{ "vfat", FAT_OPTIONS, 71, "WHITSEED   ", 11, 510, "\x55\xaa" }, /* FAT32 */
	{ "ext4", "noload", 1024 + 120, "WHITSEED", 9, 1024 + 56, "\x53\xef" },
};

static char text[SEED_MAX];

static ssize_t read_smbios(void)
{
	static char tables[SEED_MAX];
	ssize_t length = io_read_file(SMBIOS, tables, sizeof(tables));
	const char *found;
	size_t size;

	if (length <= 0)
		return -1;
	found = smbios_oem_string(tables, (size_t)length, FIRST_LINE, &size);
	if (found == NULL)
		return -1;
	memcpy(text, found, size);
	return (ssize_t)size;
}

/* The kind of the volume, if it is labelled as a seed's is, or NULL. */
static const struct volume_kind *find_kind(const char *device)
{
	char head[HEAD_MAX];
	autoclose int fd = open(device, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd == -1 || read(fd, head, sizeof(head)) != sizeof(head))
		return NULL;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (memcmp(head + kinds[i].label_at, kinds[i].label, kinds[i].label_length) == 0 &&
		    memcmp(head + kinds[i].mark_at, kinds[i].mark, 2) == 0)
			return &kinds[i];
	return NULL;
}

/* The first block device with such a volume; NULL = there is none. */
static const struct volume_kind *find_volume(char *device, size_t size)
{
	DIR *folder = opendir("/sys/class/block");
	const struct volume_kind *kind = NULL;
	struct dirent *entry;

	while (folder != NULL && kind == NULL && (entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] == '.' || strncmp(entry->d_name, "loop", 4) == 0)
			continue;
		snprintf(device, size, "/dev/%s", entry->d_name);
		kind = find_kind(device);
	}
	if (folder != NULL)
		closedir(folder);
	return kind;
}

/* Copies the files of a folder of the volume, one role's secrets. */
static void copy_role(const char *from, const char *to)
{
	autoclose int target = io_make_folder(to, 0700, 0);
	DIR *folder = opendir(from);
	struct dirent *entry;

	while (folder != NULL && target != -1 && (entry = readdir(folder)) != NULL) {
		char path[PATH];

		if (text_secret(entry->d_name) != NULL)
			continue;
		if (snprintf(path, sizeof(path), "%s/%s", from, entry->d_name) <
		        (int)sizeof(path) &&
		    io_copy_file(path, target, entry->d_name, 0600, 0) == -1)
			fprintf(stderr, "seed: secrets: %s: %s\n", path, strerror(errno));
	}
	if (folder != NULL)
		closedir(folder);
}

static void copy_secrets(void)
{
	DIR *folder = opendir(VOLUME "/secrets");
	struct dirent *entry;
	autoclose int made = folder == NULL ? -1 : io_make_folder(SEED_SECRETS, 0700, 0);

	while (made != -1 && (entry = readdir(folder)) != NULL) {
		char from[PATH], to[PATH];

		if (text_name(entry->d_name) != NULL)
			continue;
		snprintf(from, sizeof(from), VOLUME "/secrets/%s", entry->d_name);
		snprintf(to, sizeof(to), SEED_SECRETS "/%s", entry->d_name);
		copy_role(from, to);
	}
	if (folder != NULL)
		closedir(folder);
}

static ssize_t read_volume(void)
{
	char device[300];
	const struct volume_kind *kind = find_volume(device, sizeof(device));
	ssize_t length;

	if (kind == NULL || (mkdir(VOLUME, 0700) == -1 && errno != EEXIST))
		return -1;
	if (mount(device, VOLUME, kind->type, MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC,
	        kind->options) == -1) {
		fprintf(stderr, "seed: %s cannot be mounted: %s\n", device, strerror(errno));
		return -1;
	}
	length = io_read_file(VOLUME "/whit-seed.conf", text, sizeof(text));
	if (length == -1)
		fprintf(stderr, "seed: %s: whit-seed.conf: %s\n", device, strerror(errno));
	else
		copy_secrets();
	umount(VOLUME);
	return length;
}

/* The schema of site.conf, but for roles, which a seed cannot choose. */
static void check(const struct site *seed, struct problems *problems)
{
	static const struct schema_key seed_keys[] = { { "instance", SCHEMA_TEXT }, { 0 } };
	static const struct schema_key site_keys[] = { { "hostname", SCHEMA_HOSTNAME }, { 0 } };
	static const struct schema_section own[] = {
		{ "seed", seed_keys },
		{ "site", site_keys },
		{ 0 },
	};

	schema_check(seed, own, problems);
	schema_check(seed, core_schema + 1, problems); /* all but its first, [site] */
	for (size_t i = 0; i < seed->section_count; i++)
		if (schema_find(own, &seed->sections[i]) == NULL &&
		    schema_find(core_schema + 1, &seed->sections[i]) == NULL)
			problem_add(problems, seed->file, seed->sections[i].line,
			    seed->sections[i].title, "is not a section of a seed");
}

const char *seed_read(struct site *seed, struct problems *problems)
{
	const char *from = "fw_cfg";
	ssize_t length = io_read_file(FW_CFG, text, sizeof(text));
	size_t errors = problems->errors;

	*seed = (struct site){ 0 };
	if (length == -1) {
		from = "SMBIOS";
		length = read_smbios();
	}
	if (length == -1) {
		from = "the volume WHITSEED";
		length = read_volume();
	}
	if (length == -1)
		return NULL;
	if (site_parse(seed, "seed", text, (size_t)length, problems) == -1)
		return NULL;
	check(seed, problems);
	return problems->errors == errors ? from : NULL;
}
