/* SPDX-License-Identifier: MIT */
#include "view.h"

#include "cleanup.h"
#include "text.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/mount.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

/* <sys/mount.h> and <linux/mount.h> cannot both be had: the calls are made by number. */
enum { DETACH = 2 }; /* MNT_DETACH of umount2(2) */

#define PLACE "/run/whit/root"

/* What a mount does not allow. */
enum {
	READ_ONLY = MOUNT_ATTR_RDONLY,
	NO_DEVICES = MOUNT_ATTR_NODEV,
	NO_PROGRAMS = MOUNT_ATTR_NOEXEC,
	NO_SET_UID = MOUNT_ATTR_NOSUID,
	TO_READ = READ_ONLY | NO_DEVICES | NO_PROGRAMS | NO_SET_UID,
	TO_WRITE = NO_DEVICES | NO_PROGRAMS | NO_SET_UID,
	TO_EXECUTE = READ_ONLY | NO_DEVICES | NO_SET_UID,
};

static char failed_path[PATH_MAX];

const char *view_failed(void)
{
	return failed_path;
}

static int failed(const char *path)
{
	snprintf(failed_path, sizeof(failed_path), "%s", path);
	return -1;
}

/* The path's place in the view that is being built. */
static const char *placed(const char *path, char text[PATH_MAX])
{
	snprintf(text, PATH_MAX, PLACE "%s", path);
	return text;
}

/* Makes one file or folder; it may be there already. */
static int make_one(const char *place, bool folder)
{
	if ((folder ? mkdir(place, 0755) : mknod(place, S_IFREG | 0444, 0)) == 0)
		return 0;
	return errno == EEXIST ? 0 : -1;
}

/* Makes what a mount is to lie upon, and the folders above, where they are missing. */
static int make_place(char *place, bool folder)
{
	if (make_one(place, folder) == 0)
		return 0;
	if (errno != ENOENT)
		return -1;
	for (char *slash = place + strlen(PLACE); (slash = strchr(slash + 1, '/')) != NULL;) {
		int made;

		*slash = '\0';
		made = make_one(place, true);
		*slash = '/';
		if (made == -1)
			return -1;
	}
	return make_one(place, folder);
}

static int restrict_mount(int folder, const char *path, unsigned flags, uint64_t not_allowed)
{
	const struct mount_attr attributes = { .attr_set = not_allowed };

	return (int)syscall(SYS_mount_setattr, folder, path, flags, &attributes,
	    sizeof(attributes));
}

/* Shows what the machine has at path; `below` is AT_RECURSIVE for what is mounted below it too, else
 * 0. It is restricted before it can be seen anywhere. */
static int show(const char *path, unsigned below, uint64_t not_allowed)
{
	char place[PATH_MAX];
	struct stat source;
	autoclose int tree = (int)syscall(SYS_open_tree, AT_FDCWD, path,
	    OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | below);

	placed(path, place);
	if (tree == -1 || fstat(tree, &source) == -1)
		return failed(path);
	if (!S_ISDIR(source.st_mode)) /* it may be a device: then it was named */
		not_allowed &= ~(uint64_t)NO_DEVICES;
	if (restrict_mount(tree, "", AT_EMPTY_PATH | below, not_allowed) == -1 ||
	    make_place(place, S_ISDIR(source.st_mode)) == -1 ||
	    syscall(SYS_move_mount, tree, "", AT_FDCWD, place, MOVE_MOUNT_F_EMPTY_PATH) == -1)
		return failed(path);
	return 0;
}

/* The devices that every program may want: new ones, or, in a container that may make none, those that
 * are there. */
static int make_devices(void)
{
	static const struct {
		const char *path;
		unsigned
		    minor; /* of major 1: Documentation/admin-guide/devices.txt of the kernel */
	} devices[] = {
		{ "/dev/null", 3 },
		{ "/dev/zero", 5 },
		{ "/dev/full", 7 },
		{ "/dev/random", 8 },
		{ "/dev/urandom", 9 },
	};
	char place[PATH_MAX];

	for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
		const char *path = devices[i].path;

		if (mknod(placed(path, place), S_IFCHR | 0666, makedev(1, devices[i].minor)) == 0)
			continue;
		if (errno != EPERM || (show(path, 0, TO_WRITE) == -1 && errno != ENOENT))
			return failed(path);
	}
	return 0;
}

enum verb { MUST, MAY }; /* be there */

/* The same, for each path of a list. */
static int show_all(const char *paths, uint64_t not_allowed, enum verb verb)
{
	char path[PATH_MAX];

	while (text_next_word(&paths, path, sizeof(path)) == 1)
		if (show(path, AT_RECURSIVE, not_allowed) == -1 &&
		    (verb == MUST || errno != ENOENT))
			return -1;
	return 0;
}

static int show_role(const struct view *view)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "/data/%s", view->role);
	if (view->data && show(path, AT_RECURSIVE, TO_WRITE) == -1)
		return -1;
	snprintf(path, sizeof(path), "/run/%s", view->role);
	return show(path, AT_RECURSIVE, TO_WRITE);
}

static int fresh(const char *path, const char *type, const char *options)
{
	unsigned long devices = strcmp(path, "/dev") == 0 ? 0 : MS_NODEV;
	char place[PATH_MAX];

	if (syscall(SYS_mount, type, placed(path, place), type, MS_NOSUID | MS_NOEXEC | devices,
	        options) == -1)
		return failed(path);
	return 0;
}

/* Folders in memory, for the mounts to lie upon; closed when these are there. They are kept open, for
 * a mount may hide one: `writable = /data`. */
static struct {
	const char *path;
	int fd;
} frames[] = {
	{ "/dev", -1 },
	{ "/run", -1 },
	{ "/data", -1 },
};
enum { FRAMES = sizeof(frames) / sizeof(frames[0]) };

static int open_frames(void)
{
	char place[PATH_MAX];

	for (size_t i = 0; i < FRAMES; i++) {
		if (fresh(frames[i].path, "tmpfs", "mode=0755,size=64k") == -1)
			return -1;
		frames[i].fd = open(placed(frames[i].path, place), O_PATH | O_CLOEXEC);
		if (frames[i].fd == -1)
			return failed(frames[i].path);
	}
	return 0;
}

static int close_frames(void)
{
	for (size_t i = 0; i < FRAMES; i++) {
		if (restrict_mount(frames[i].fd, "", AT_EMPTY_PATH, READ_ONLY) == -1)
			return failed(frames[i].path);
		close(frames[i].fd);
	}
	return 0;
}

static int set_propagation(const char *path, unsigned below, uint64_t kind)
{
	const struct mount_attr attributes = { .propagation = kind };

	return (int)syscall(SYS_mount_setattr, AT_FDCWD, path, below, &attributes,
	    sizeof(attributes));
}

/* Other processes are not there, and nor is all else of /proc unless a part of it is named. */
static const char *proc_options(const struct view *view)
{
	if (view->see_processes)
		return NULL;
	if (strstr(view->readable, "/proc/") != NULL || strstr(view->writable, "/proc/") != NULL)
		return "hidepid=ptraceable";
	return "hidepid=ptraceable,subset=pid";
}

/* A container in which parts of /proc are hidden may mount no other one: it keeps that. */
static int show_processes(const struct view *view)
{
	if (fresh("/proc", "proc", proc_options(view)) == 0)
		return 0;
	return errno == EPERM && !view->must ? show("/proc", AT_RECURSIVE, TO_WRITE) : -1;
}

static int build(const struct view *view)
{
	bool any_program = view->program == NULL;

	/* unbindable: what else is shown must not hold the view itself, as all of /run would */
	if (show("/", 0, any_program ? TO_EXECUTE : TO_READ) == -1 ||
	    set_propagation(PLACE, 0, MS_UNBINDABLE) == -1 || open_frames() == -1 ||
	    fresh("/tmp", "tmpfs", "mode=1777,size=10%,nr_inodes=4k") == -1 ||
	    show_processes(view) == -1)
		return -1;
	if (make_devices() == -1 || show_all("/site /run/net", TO_READ, MAY) == -1 ||
	    show_all(view->readable, TO_READ, MAY) == -1 ||
	    show_all(view->writable, TO_WRITE, MUST) == -1 || show_role(view) == -1 ||
	    (view->socket != NULL && show(view->socket, 0, TO_WRITE) == -1) ||
	    (!any_program && show_all(view->program, TO_EXECUTE, MAY) == -1) ||
	    show_all(view->execute, TO_EXECUTE, MAY) == -1)
		return -1;
	return close_frames();
}

int view_enter(const struct view *view)
{
	failed("");
	if (unshare(CLONE_NEWNS | CLONE_NEWIPC | (view->network ? 0 : CLONE_NEWNET)) == -1) {
		if (errno == EPERM)
			fputs("no view of its own here: namespaces are not permitted\n", stderr);
		return errno == EPERM && !view->must ? 0 : -1;
	}
	umask(0);
	if (set_propagation("/", AT_RECURSIVE, MS_PRIVATE) == -1 ||
	    (mkdir(PLACE, 0700) == -1 && errno != EEXIST) || build(view) == -1)
		return -1;
	/* The old root comes to lie upon the new one, and goes. */
	if (chdir(PLACE) == -1 || syscall(SYS_pivot_root, ".", ".") == -1 ||
	    syscall(SYS_umount2, ".", DETACH) == -1)
		return failed("/");
	return chdir("/");
}
