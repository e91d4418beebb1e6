/* SPDX-License-Identifier: MIT */
#include "cgroup.h"

#include "io.h"
#include "log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ROOT "/sys/fs/cgroup"

enum { PATH = 128 };

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
	io_write_file(ROOT "/cgroup.subtree_control", "+io"); /* not every kernel has it */
}

static const char *file_of(const char *name, const char *file, char path[PATH])
{
	snprintf(path, PATH, ROOT "/%s/%s", name, file);
	return path;
}

void cgroup_make(const char *name)
{
	char path[PATH];

	if (usable && mkdir(file_of(name, "", path), 0755) == -1 && errno != EEXIST)
		log_line("%s: no control group: %m", name);
}

int cgroup_enter(const char *name)
{
	char path[PATH];

	return usable ? io_write_file(file_of(name, "cgroup.procs", path), "0") : 0;
}

bool cgroup_kill(const char *name)
{
	char path[PATH];

	return usable && io_write_file(file_of(name, "cgroup.kill", path), "1") == 0;
}

/* The number behind key in a file of counters; 0 when there is none. */
static unsigned long counter(const char *name, const char *file, const char *key)
{
	char path[PATH];
	char text[512];
	const char *found;

	if (!usable || io_read_file(file_of(name, file, path), text, sizeof(text)) == -1)
		return 0;
	found = strstr(text, key);
	return found == NULL ? 0 : strtoul(found + strlen(key), NULL, 10);
}

unsigned long cgroup_memory_kills(const char *name)
{
	return counter(name, "memory.events", "oom_kill ");
}

unsigned long cgroup_refusals(const char *name)
{
	return counter(name, "pids.events", "max ");
}
