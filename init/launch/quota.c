/* SPDX-License-Identifier: MIT */
#include "quota.h"

#include "io.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#define GROUPS "/sys/fs/cgroup"

enum { GROUP_PATH = 128 };

/* 0 = nothing is said: the kernel's own value stays, for no other was ever set. What cannot be set is
 * said and lived without. */
static void set(const char *group, const char *file, uint64_t value)
{
	char path[GROUP_PATH];
	char text[24];

	snprintf(path, sizeof(path), GROUPS "/%s/%s", group, file);
	snprintf(text, sizeof(text), "%llu", (unsigned long long)value);
	if (value != 0 && io_write_file(path, text) == -1)
		fprintf(stderr, "%s = %s: %s\n", file, text, strerror(errno));
}

static uint64_t share(uint64_t bytes, unsigned percent)
{
	struct sysinfo machine;

	if (bytes != 0 || percent == 0 || sysinfo(&machine) == -1)
		return bytes;
	return (uint64_t)machine.totalram * machine.mem_unit / 100 * percent;
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
	set(name, "io.weight", service->io_weight);
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
