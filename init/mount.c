/* SPDX-License-Identifier: MIT */
#include "mount.h"

#include "cleanup.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define CLOSED (MS_NOSUID | MS_NODEV | MS_NOEXEC)

enum verb { MUST, MAY };

static const struct {
	const char *folder;
	const char *type;
	unsigned long flags;
	const char *options;
	enum verb verb; /* on a machine */
} mounts[] = {
	{ "/proc", "proc", CLOSED, NULL, MUST },
	{ "/sys", "sysfs", CLOSED, NULL, MUST },
	{ "/dev", "devtmpfs", MS_NOSUID | MS_NOEXEC, "mode=0755", MUST },
	{ "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "ptmxmode=0666,mode=0620", MAY },
	/* a role fills neither: its own /run/ROLE is a filesystem by itself (prepare.c) */
	{ "/run", "tmpfs", CLOSED, "mode=0755,size=1m,nr_inodes=1k", MUST },
	{ "/run/whit", "tmpfs", CLOSED, "mode=0755,size=1m", MAY },
	{ "/run/log", "tmpfs", CLOSED, "mode=0755,size=25%,nr_inodes=1k", MAY },
	{ "/run/net", "tmpfs", CLOSED, "mode=0755,size=1m,nr_inodes=1k", MAY },
	{ "/tmp", "tmpfs", CLOSED, "mode=1777,size=10%", MAY },
	{ "/sys/fs/cgroup", "cgroup2", CLOSED, NULL, MAY },
	/* only a kernel that serves NFS has them */
	{ "/proc/fs/nfsd", "nfsd", CLOSED, NULL, MAY },
	{ "/run/rpc_pipefs", "rpc_pipefs", CLOSED, NULL, MAY },
};

int mount_system(bool machine)
{
	int result = 0;

	umask(022);
	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		const char *folder = mounts[i].folder;
		const char *type = mounts[i].type;

		mkdir(folder, 0755); /* in an image it is there; what fails here fails below */
		if (mount(type, folder, type, mounts[i].flags, mounts[i].options) == 0 ||
		    errno == EBUSY) /* somebody has mounted it already */
			continue;
		if (machine && mounts[i].verb == MUST)
			result = -1;
		else if (errno == ENODEV || errno == ENOENT || (!machine && errno == EPERM))
			continue; /* unknown to this kernel; a container that may not mount has its own */
		log_line("mount: %s on %s: %m", type, folder);
	}
	return result;
}

int mount_own_root(void)
{
	/* /site is but a folder that is there: the new root moves from it to / at once */
	if (mount("/", "/site", NULL, MS_BIND | MS_REC, NULL) == -1 || chdir("/site") == -1 ||
	    mount(".", "/", NULL, MS_MOVE, NULL) == -1 || chroot(".") == -1)
		return -1;
	return chdir("/");
}

int mount_image(const char *file, const char *folder)
{
	struct loop_config config = {
		.info.lo_flags = LO_FLAGS_READ_ONLY | LO_FLAGS_AUTOCLEAR,
	};
	char device[32];
	autoclose int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
	autoclose int image = open(file, O_RDONLY | O_CLOEXEC);
	autoclose int loop = -1;
	int number;

	if (control == -1 || image == -1)
		return -1;
	number = ioctl(control, LOOP_CTL_GET_FREE);
	if (number == -1)
		return -1;
	snprintf(device, sizeof(device), "/dev/loop%d", number);
	loop = open(device, O_RDONLY | O_CLOEXEC);
	config.fd = (unsigned)image;
	if (loop == -1 || ioctl(loop, LOOP_CONFIGURE, &config) == -1)
		return -1;
	return mount(device, folder, "erofs", MS_RDONLY | CLOSED, NULL);
}

int mount_ram_data(void)
{
	return mount("tmpfs", "/data", "tmpfs", CLOSED, "mode=0755,size=50%");
}

void mount_seal_root(void)
{
	if (mount(NULL, "/", NULL, MS_REMOUNT | MS_RDONLY, NULL) == -1)
		log_line("mount: / stays writable: %m");
}

/* Read-only first: a service that cannot be killed holds it in a view of its own, where umount(2) does
 * not reach it. Not mounted is as good as unmounted. */
static int end_of(const char *folder)
{
	bool sealed = mount(NULL, folder, NULL, MS_REMOUNT | MS_RDONLY, NULL) == 0;

	if (!sealed && (errno == EINVAL || errno == ENOENT))
		return 0;
	return umount(folder) == 0 || sealed ? 0 : -1;
}

int mount_end(void)
{
	unlink(MOUNT_RUNNING); /* this run ends in order */
	sync();
	end_of("/site"); /* read-only anyway */
	return end_of("/data");
}
