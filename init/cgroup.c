/* SPDX-License-Identifier: MIT */
#include "cgroup.h"

#include "io.h"
#include "log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>

#define ROOT "/sys/fs/cgroup"

static bool usable;

void cgroup_open(void)
{
	usable = io_write_file(ROOT "/cgroup.subtree_control", "+memory +pids") == 0;
	if (!usable) {
		log_line("cgroups: %m: memory and process limits do not hold here");
		return;
	}
	/* Processor time is shared by service, not by process: a fork bomb gets one share. */
	if (io_write_file(ROOT "/cgroup.subtree_control", "+cpu") == -1)
		log_line("cgroups: %m: a service of many processes slows down the others");
}

static const char *file_of(const char *name, const char *file, char path[CGROUP_PATH])
{
	snprintf(path, CGROUP_PATH, ROOT "/%s/%s", name, file);
	return path;
}

static void set_limit(const char *name, const char *file, uint64_t value)
{
	char path[CGROUP_PATH];
	char text[24] = "max";

	if (value != 0)
		snprintf(text, sizeof(text), "%llu", (unsigned long long)value);
	if (io_write_file(file_of(name, file, path), text) == -1)
		log_line("%s: %s = %s: %m", name, file, text);
}

void cgroup_make(const char *name, const struct cgroup_limits *limits)
{
	char path[CGROUP_PATH];
	uint64_t memory = limits->memory;
	struct sysinfo machine;

	if (!usable)
		return;
	if (mkdir(file_of(name, "", path), 0755) == -1 && errno != EEXIST) {
		log_line("%s: no control group: %m", name);
		return;
	}
	if (memory == 0 && limits->memory_percent != 0 && sysinfo(&machine) == 0)
		memory =
		    (uint64_t)machine.totalram * machine.mem_unit / 100 * limits->memory_percent;
	set_limit(name, "memory.max", memory);
	set_limit(name, "memory.oom.group", 1);
	set_limit(name, "pids.max", limits->processes);
}

int cgroup_enter(const char *name)
{
	char path[CGROUP_PATH];

	return usable ? io_write_file(file_of(name, "cgroup.procs", path), "0") : 0;
}

bool cgroup_kill(const char *name)
{
	char path[CGROUP_PATH];

	return usable && io_write_file(file_of(name, "cgroup.kill", path), "1") == 0;
}

unsigned long cgroup_memory_kills(const char *name)
{
	static const char key[] = "oom_kill ";
	char path[CGROUP_PATH];
	char text[512];
	const char *found;

	if (!usable || io_read_file(file_of(name, "memory.events", path), text, sizeof(text)) == -1)
		return 0;
	found = strstr(text, key);
	return found == NULL ? 0 : strtoul(found + strlen(key), NULL, 10);
}
