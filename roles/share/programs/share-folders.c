/* SPDX-License-Identifier: MIT */
/*
 * share-folders CONF DATA - makes the folders of all shares below DATA, then watches how full they are.
 *
 * CONF is what render has made:
 *
 *	[folder.20002]      the share's number: uid and gid of its folder, id of its quota
 *	name = team         the share's
 *	path = team         below DATA
 *	quota = 53687091200 bytes; 0 = none
 *
 * A new folder belongs to its share and is open to nobody else; one that was there keeps its owner and
 * mode, which a client may have set. Everything below it counts for its quota: ext4's project quota
 * (Documentation/filesystems/ext4 of the kernel, quotactl(2)), which is enforced from the first limit on.
 *
 * It is the one program of the role that may do what a user may not: give files away and set limits.
 * When all is done it says so, a line feed to descriptor 3, and gives that up; from then on it
 * has but the folders it has open. CONF is written by the role's own user: all of it is judged again.
 */
#include "cleanup.h"
#include "problem.h"
#include "site.h"
#include "text-values.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/quota.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef SYS_quotactl_fd /* musl 1.2.5 does not know it yet */
#define SYS_quotactl_fd 443
#endif

enum {
	READY_FD = 3,
	FIRST_NUMBER = 20000, /* ids.h */
	LAST_NUMBER = 29999,
	FOLDERS_MAX = 1000,
	LOOK_EVERY = 30, /* seconds */
	TIGHT = 90,      /* per cent of a quota from which on it is said */
	QUOTA_BLOCK = 1024,
	QUOTA_FORMAT = 4, /* QFMT_VFS_V1; ext4 has but its own */
};

enum level { ENOUGH, TIGHT_LEVEL, FULL };

struct folder {
	const char *name;
	const char *path;
	unsigned number;
	uint64_t quota;
	int fd;
	enum level level;
};

static struct folder folders[FOLDERS_MAX];
static size_t folder_count;

static int complain(const char *path, const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", path, what, strerror(errno));
	return -1;
}

/* CONF */

static bool read_folder(const struct site *site, const struct site_section *section)
{
	struct folder *folder = &folders[folder_count];
	const char *quota = site_value(site, section, "quota", "0");
	int64_t number;

	if (folder_count == FOLDERS_MAX ||
	    text_integer(section->name, FIRST_NUMBER, LAST_NUMBER, &number) != NULL ||
	    text_size(quota, &folder->quota) != NULL)
		return false;
	folder->name = site_value(site, section, "name", "");
	folder->path = site_value(site, section, "path", "");
	folder->number = (unsigned)number;
	folder->fd = -1;
	folder_count++;
	return folder->path[0] != '\0';
}

/* What it points to lasts as long as the program. */
static int read_conf(const char *path)
{
	static struct site site;
	struct problems problems = { 0 };
	const struct site_section *section = NULL;
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');

	snprintf(folder, sizeof(folder), "%.*s", slash == NULL ? 0 : (int)(slash - path), path);
	if (site_load(&site, slash == NULL ? "." : folder, slash == NULL ? path : slash + 1,
	        &problems) == -1)
		return complain(path, "cannot be read");
	while ((section = site_next_section(&site, "folder", section)) != NULL) {
		if (!read_folder(&site, section)) {
			fprintf(stderr, "%s:%u: is no folder of a share\n", path, section->line);
			return -1;
		}
	}
	return problems_print(&problems, stderr) == 0 ? 0 : -1;
}

/* The folders */

/* One part of a path, made when it is missing; no link is followed, for who may write above it may have
 * put one there. */
static int open_part(int above, const char *part, mode_t mode)
{
	if (strcmp(part, "..") == 0 || strcmp(part, ".") == 0 || part[0] == '\0') {
		errno = EINVAL;
		return -1;
	}
	if (mkdirat(above, part, mode) == -1 && errno != EEXIST)
		return -1;
	return openat(above, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* All parts of a path; those above the last are for all to pass through. */
static int open_path(int data, const char *path)
{
	int above = fcntl(data, F_DUPFD_CLOEXEC, 0);

	while (above != -1) {
		size_t length = strcspn(path, "/");
		bool last = path[length] == '\0';
		char part[NAME_MAX + 1];
		int next = -1;

		if (length < sizeof(part)) {
			memcpy(part, path, length);
			part[length] = '\0';
			next = open_part(above, part, last ? 0700 : 0755);
		}
		close(above);
		if (last)
			return next;
		above = next;
		path += length + 1;
	}
	return -1;
}

/* A folder that still is ours is new, or its making was cut short. */
static int give_away(const struct folder *folder)
{
	struct stat status;

	if (fstat(folder->fd, &status) == -1)
		return complain(folder->path, "cannot be looked at");
	if (status.st_uid != getuid())
		return 0;
	/* the mode last: a change of owner takes the set-gid bit */
	if (fchown(folder->fd, folder->number, folder->number) == -1 ||
	    fchmod(folder->fd, 02770) == -1 || fsync(folder->fd) == -1)
		return complain(folder->path, "cannot be given to its share");
	return 0;
}

/* Quotas */

static int quota_call(int fd, unsigned command, unsigned number, struct if_dqblk *limits)
{
	return (int)syscall(SYS_quotactl_fd, fd, QCMD(command, PRJQUOTA), number, limits);
}

/* Everything made below it from now on counts for the share. */
static int count_for(const struct folder *folder)
{
	struct fsxattr attributes;

	if (ioctl(folder->fd, FS_IOC_FSGETXATTR, &attributes) == -1)
		return -1;
	if (attributes.fsx_projid == folder->number &&
	    (attributes.fsx_xflags & FS_XFLAG_PROJINHERIT) != 0)
		return 0;
	attributes.fsx_projid = folder->number;
	attributes.fsx_xflags |= FS_XFLAG_PROJINHERIT;
	return ioctl(folder->fd, FS_IOC_FSSETXATTR, &attributes);
}

/* A share without a quota has the limit 0, which is none: it may have had one before. */
static int limit(const struct folder *folder)
{
	struct if_dqblk limits = {
		.dqb_bhardlimit = (folder->quota + QUOTA_BLOCK - 1) / QUOTA_BLOCK,
		.dqb_valid = QIF_BLIMITS,
	};

	return quota_call(folder->fd, Q_SETQUOTA, folder->number, &limits);
}

/* A file system without project quotas, as in memory, is lived with; but a limit that was asked for
 * and cannot be had is not kept quiet. */
static int set_quota(const struct folder *folder)
{
	if (count_for(folder) == 0 && limit(folder) == 0)
		return 0;
	if (folder->quota == 0)
		return 0;
	complain(folder->name, "its quota cannot be set, there is no limit");
	return errno == ENOTTY || errno == EOPNOTSUPP || errno == ENOSYS || errno == ESRCH ? 0 : -1;
}

static void enforce(int data)
{
	if (quota_call(data, Q_QUOTAON, QUOTA_FORMAT, NULL) == -1 && errno != EEXIST &&
	    errno != EBUSY)
		for (size_t i = 0; i < folder_count; i++)
			if (folders[i].quota != 0) {
				complain("/data", "its quotas are not enforced");
				return;
			}
}

static int make_all(const char *path)
{
	autoclose int data = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (data == -1)
		return complain(path, "cannot be opened");
	umask(0);
	enforce(data);
	for (size_t i = 0; i < folder_count; i++) {
		folders[i].fd = open_path(data, folders[i].path);
		if (folders[i].fd == -1)
			return complain(folders[i].path, "cannot be made");
		if (give_away(&folders[i]) == -1 || set_quota(&folders[i]) == -1)
			return -1;
	}
	return fsync(data) == -1 ? complain(path, "cannot be written") : 0;
}

/* From then on */

static int give_up_rights(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = { { 0 } };

	return (int)syscall(SYS_capset, &header, none);
}

static enum level level_of(uint64_t used, uint64_t whole)
{
	if (used + whole / 100 >= whole)
		return FULL;
	return used >= whole / 100 * TIGHT ? TIGHT_LEVEL : ENOUGH;
}

/* ext4 tells of a folder with a quota how much of that is left. */
static void look(struct folder *folder)
{
	struct statfs status;
	uint64_t used, whole;
	enum level level;

	if (folder->quota == 0 || fstatfs(folder->fd, &status) == -1)
		return;
	whole = (uint64_t)status.f_blocks * (uint64_t)status.f_bsize;
	used = whole - (uint64_t)status.f_bfree * (uint64_t)status.f_bsize;
	level = level_of(used, whole);
	if (level == folder->level)
		return;
	folder->level = level;
	fprintf(stderr, "share %s: %s: %llu of %llu MiB of its quota are used\n", folder->name,
	    level == FULL              ? "full"
	        : level == TIGHT_LEVEL ? "nearly full"
	                               : "there is room again",
	    (unsigned long long)(used >> 20), (unsigned long long)(whole >> 20));
}

static void watch(void)
{
	const struct timespec pause = { .tv_sec = LOOK_EVERY };
	sigset_t end;

	sigemptyset(&end);
	sigaddset(&end, SIGTERM);
	sigprocmask(SIG_BLOCK, &end, NULL);
	do {
		for (size_t i = 0; i < folder_count; i++)
			look(&folders[i]);
	} while (sigtimedwait(&end, NULL, &pause) != SIGTERM);
}

int main(int count, char **words)
{
	if (count != 3) {
		fputs("usage: share-folders CONF DATA\n", stderr);
		return 2;
	}
	if (read_conf(words[1]) == -1 || make_all(words[2]) == -1)
		return 1;
	if (give_up_rights() == -1) {
		complain("share-folders", "cannot give up its rights");
		return 1;
	}
	if (write(READY_FD, "\n", 1) == 1)
		close(READY_FD);
	watch();
	return 0;
}
