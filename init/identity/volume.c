/* SPDX-License-Identifier: MIT */
#include "volume.h"

#include "cleanup.h"
#include "file.h"
#include "io.h"
#include "secret.h"
#include "text.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#define VOLUME "/run/whit/seed"

enum {
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
	{ "vfat", NULL, 43, "WHITSEED   ", 11, 510, "\x55\xaa" }, /* FAT12 and FAT16 */
	{ "vfat", NULL, 71, "WHITSEED   ", 11, 510, "\x55\xaa" }, /* FAT32 */
	{ "ext4", "noload", 1024 + 120, "WHITSEED", 9, 1024 + 56, "\x53\xef" },
};

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
	autoclose int target = file_make_folder(to, 0700, 0);
	DIR *folder = opendir(from);
	struct dirent *entry;

	while (folder != NULL && target != -1 && (entry = readdir(folder)) != NULL) {
		char path[PATH];

		if (secret_name(entry->d_name) != NULL)
			continue;
		if (snprintf(path, sizeof(path), "%s/%s", from, entry->d_name) <
		        (int)sizeof(path) &&
		    file_copy(path, target, entry->d_name, 0600, 0) == -1)
			fprintf(stderr, "seed: secrets: %s: %s\n", path, strerror(errno));
	}
	if (folder != NULL)
		closedir(folder);
}

void volume_copy_secrets(const char *to_folder)
{
	DIR *folder = opendir(VOLUME "/secrets");
	struct dirent *entry;
	autoclose int made = folder == NULL ? -1 : file_make_folder(to_folder, 0700, 0);

	while (made != -1 && (entry = readdir(folder)) != NULL) {
		char from[PATH], to[PATH];

		if (text_name(entry->d_name) != NULL)
			continue;
		snprintf(from, sizeof(from), VOLUME "/secrets/%s", entry->d_name);
		snprintf(to, sizeof(to), "%s/%s", to_folder, entry->d_name);
		copy_role(from, to);
	}
	if (folder != NULL)
		closedir(folder);
}

ssize_t volume_read(char *text, size_t size)
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
	length = io_read_file(VOLUME "/whit-seed.conf", text, size);
	if (length != -1)
		return length;
	fprintf(stderr, "seed: %s: whit-seed.conf: %s\n", device, strerror(errno));
	return 0;
}

void volume_leave(void)
{
	umount2(VOLUME, UMOUNT_NOFOLLOW); /* EINVAL: it is no mount */
}
