/* SPDX-License-Identifier: MIT */
#include "volume.h"

#include "cleanup.h"
#include "file.h"
#include "io.h"
#include "label.h"
#include "secret.h"
#include "text.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#define VOLUME "/run/whit/seed"

enum { PATH = 512, DEVICE = 300 };

/* The kind of the volume, if it is labelled as a seed's is, or NULL. */
static const struct label *find_label(const char *device)
{
	char head[LABEL_HEAD];
	autoclose int fd = open(device, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t length = fd == -1 ? -1 : read(fd, head, sizeof(head));

	return length == -1 ? NULL : label_find(head, (size_t)length);
}

/* The first block device with such a volume; NULL = there is none. */
static const struct label *find_volume(char *device, size_t size)
{
	DIR *folder = opendir("/sys/class/block");
	const struct label *label = NULL;
	struct dirent *entry;

	while (folder != NULL && label == NULL && (entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] == '.' || strncmp(entry->d_name, "loop", 4) == 0)
			continue;
		snprintf(device, size, "/dev/%s", entry->d_name);
		label = find_label(device);
	}
	if (folder != NULL)
		closedir(folder);
	return label;
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

bool volume_is_there(void)
{
	char device[DEVICE];

	return find_volume(device, sizeof(device)) != NULL;
}

ssize_t volume_read(char *text, size_t size)
{
	char device[DEVICE];
	const struct label *label = find_volume(device, sizeof(device));
	ssize_t length;

	if (label == NULL || (mkdir(VOLUME, 0700) == -1 && errno != EEXIST))
		return -1;
	if (mount(device, VOLUME, label->type, MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC,
	        label->options) == -1) {
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
