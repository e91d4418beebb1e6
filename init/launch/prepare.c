/* SPDX-License-Identifier: MIT */
#include "prepare.h"

#include "cleanup.h"
#include "file.h"
#include "secret.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#define KEPT_SECRETS "/data/system/secrets"
#define SEED_SECRETS "/run/whit/seed-secrets"
#define BAKED_SECRETS "/etc/whit/secrets"

/* Is the site the bundle inside the image? Then the image's build has judged it. */
static bool site_is_checked(void)
{
	struct statfs site;

	return access(BUNDLE_PLACE, F_OK) == 0 && statfs("/site", &site) == 0 &&
	    site.f_type == EROFS_SUPER_MAGIC_V1;
}

bool prepare_is_launch(const struct role_plan *role)
{
	return role->system && role->prepare.word[0] == NULL;
}

const char *const *prepare_command(const struct role_plan *role)
{
	static char text[3][PLAN_PATH];
	static const char *command[PLAN_WORDS + 11];
	const char *const options[] = { "--site", "/site", "--run", text[0], "--data", text[1],
		"--secrets", text[2], "--bin", "/usr/sbin", site_is_checked() ? "--checked" : NULL,
		NULL };
	size_t count = 0;

	if (role->prepare.word[0] == NULL)
		return NULL;
	snprintf(text[0], PLAN_PATH, "/run/%s", role->name);
	snprintf(text[1], PLAN_PATH, "/data/%s", role->name);
	snprintf(text[2], PLAN_PATH, "/run/%s/secrets", role->name);
	while (role->prepare.word[count] != NULL) {
		command[count] = role->prepare.word[count];
		count++;
	}
	memcpy(command + count, options, sizeof(options));
	return command;
}

static int complain(const char *path)
{
	int saved = errno;

	fprintf(stderr, "%s: %s\n", path, strerror(saved));
	errno = saved;
	return -1;
}

/* Copies every regular file of the folder `from` that is named as a secret may be. */
static int copy_secrets(const char *from, int to, uid_t uid)
{
	char source[PATH_MAX];
	struct dirent *entry;
	struct stat file;
	int result = 0;
	DIR *folder = opendir(from);

	if (folder == NULL)
		return complain(from);
	while (result == 0 && (entry = readdir(folder)) != NULL) {
		snprintf(source, sizeof(source), "%s/%s", from, entry->d_name);
		if (secret_name(entry->d_name) != NULL || lstat(source, &file) == -1 ||
		    !S_ISREG(file.st_mode))
			continue;
		if (file_copy(source, to, entry->d_name, 0400, uid) == -1)
			result = complain(source);
	}
	closedir(folder);
	return result;
}

/* Removes what is in the role's folder but no longer, or not at all, in `from`. */
static void remove_withdrawn(const char *from, int to)
{
	char source[PATH_MAX];
	struct dirent *entry;
	DIR *folder = fdopendir(dup(to));

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		snprintf(source, sizeof(source), "%s/%s", from, entry->d_name);
		if (access(source, F_OK) == -1)
			unlinkat(to, entry->d_name, 0);
	}
	if (folder != NULL)
		closedir(folder);
}

/* A filesystem of its own: a role that fills it, or uses up its inodes, harms nobody else. Where
 * nothing may be mounted, in a container, it is a folder. */
static int mount_own(const char *path)
{
	const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;

	mkdir(path, 0700); /* what fails here fails below */
	if (mount(NULL, path, NULL, MS_REMOUNT | flags, NULL) == 0 || /* it is there already */
	    mount("tmpfs", path, "tmpfs", flags, "mode=0700,size=25%,nr_inodes=16k") == 0)
		return 0;
	return errno == EPERM ? 0 : -1;
}

static int make_folder(const char *path, mode_t mode, uid_t uid)
{
	int fd = file_make_folder(path, mode, uid);

	return fd == -1 ? complain(path) : fd;
}

int prepare_folders(const struct role_plan *role)
{
	char path[PLAN_PATH];
	struct stat old = { .st_mode = 0750 };
	autoclose int run = -1;
	autoclose int data = -1;
	autoclose int secrets = -1;

	snprintf(path, sizeof(path), "/run/%s", role->name);
	if (!role->system && mount_own(path) == -1)
		return complain(path);
	run = make_folder(path, role->system ? 0755 : 0750, role->uid);
	if (run == -1 || role->system)
		return run == -1 ? -1 : 0;
	snprintf(path, sizeof(path), "/data/%s", role->name);
	stat(path, &old); /* who else may look into it, its role may have said meanwhile */
	data = make_folder(path, old.st_mode & 0777, role->uid);
	snprintf(path, sizeof(path), "/run/%s/secrets", role->name);
	secrets = make_folder(path, 0500, role->uid);
	if (data == -1 || secrets == -1)
		return -1;
	snprintf(path, sizeof(path), KEPT_SECRETS "/%s", role->name);
	if (access(path, F_OK) == -1)
		snprintf(path, sizeof(path), SEED_SECRETS "/%s", role->name);
	if (access(path, F_OK) == -1)
		snprintf(path, sizeof(path), BAKED_SECRETS "/%s", role->name);
	if (access(path, F_OK) == 0 && copy_secrets(path, secrets, role->uid) == -1)
		return -1;
	remove_withdrawn(path, secrets);
	return 0;
}
