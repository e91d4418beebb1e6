/* SPDX-License-Identifier: MIT */
#include "quota.h"

#include "io.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define GROUPS "/sys/fs/cgroup"

enum { GROUP_PATH = 128 };

/* What cannot be set is said and lived without. */
static void set_text(const char *group, const char *file, const char *text)
{
	char path[GROUP_PATH];

	snprintf(path, sizeof(path), GROUPS "/%s/%s", group, file);
	if (io_write_file(path, text) == -1)
		fprintf(stderr, "%s = %s: %s\n", file, text, strerror(errno));
}

/* 0 = nothing is said: the kernel's own value stays, for no other was ever set. */
static void set(const char *group, const char *file, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)value);
	if (value != 0)
		set_text(group, file, text);
}

bool quota_disk(char disk[QUOTA_DISK])
{
	char path[GROUP_PATH];
	struct stat data;

	if (stat("/data", &data) == -1)
		return false;
	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u/partition", major(data.st_dev),
	    minor(data.st_dev));
	/* the folder of a partition lies in that of its disk */
	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u%s/dev", major(data.st_dev),
	    minor(data.st_dev), access(path, F_OK) == 0 ? "/.." : "");
	if (io_read_file(path, disk, QUOTA_DISK) == -1)
		return false;
	disk[strcspn(disk, "\n")] = '\0';
	return true;
}

static void set_disk(const char *group, uint64_t value)
{
	char disk[QUOTA_DISK];
	char text[GROUP_PATH];

	if (value == 0 || !quota_disk(disk))
		return;
	snprintf(text, sizeof(text), "%s rbps=%llu wbps=%llu", disk, (unsigned long long)value,
	    (unsigned long long)value);
	set_text(group, "io.max", text);
}

static uint64_t share(uint64_t bytes, unsigned percent)
{
	struct sysinfo machine;

	if (bytes != 0 || percent == 0 || sysinfo(&machine) == -1)
		return bytes;
	return (uint64_t)machine.totalram * machine.mem_unit / 100 * percent;
}

bool quota_holds(void)
{
	return access(GROUPS "/cgroup.subtree_control", W_OK) == 0;
}

void quota_of_group(const char *name, const struct service_plan *service)
{
	char path[GROUP_PATH];

	snprintf(path, sizeof(path), GROUPS "/%s/memory.max", name);
	if (access(path, F_OK) == -1)
		return;
	set(name, "memory.max", share(service->memory, service->memory_percent));
	set(name, "memory.high", share(service->memory_high, service->memory_high_percent));
	set(name, "memory.oom.group", 1);
	set(name, "pids.max", service->processes);
	set(name, "cpu.weight", service->cpu_weight);
	set_disk(name, service->io_max);
}

int quota_of_process(const struct service_plan *service)
{
	const struct rlimit no_core = { 0, 0 };
	const struct rlimit files = { service->files, service->files };
	char score[16];

	umask((mode_t)service->umask);
	snprintf(score, sizeof(score), "%d", service->oom_score);
	if (service->oom_score != 0 && io_write_file("/proc/self/oom_score_adj", score) == -1)
		return -1;
	if (setrlimit(RLIMIT_CORE, &no_core) == -1)
		return -1;
	if (service->files == 0 || setrlimit(RLIMIT_NOFILE, &files) == 0)
		return 0;
	if (errno != EPERM)
		return -1;
	fprintf(stderr, "files: %u are not permitted here\n", service->files);
	return 0; /* as many as a container was given */
}
