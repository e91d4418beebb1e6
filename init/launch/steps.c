/* SPDX-License-Identifier: MIT */
#include "steps.h"

#include "capability.h"
#include "landlock.h"
#include "prepare.h"
#include "quota.h"
#include "rights.h"
#include "seccomp.h"
#include "view.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* The program that prepares a role, as a service. */
static const struct service_plan prepare_plan = {
	.memory_percent = 75,
	.processes = 64,
	.files = 1024,
	.umask = 027,
	.sandbox = SANDBOX_YES,
	.network = true,
};

static const struct service_plan *service_of(const struct order *order)
{
	return order->service == NULL ? &prepare_plan : order->service;
}

static bool is_boxed(const struct order *order)
{
	return service_of(order)->sandbox != SANDBOX_NO;
}

/* A role's `prepare` sees what its services see, and may run every program: the daemon's own checker. */
static struct view view_of(const struct order *order)
{
	const struct service_plan *service = service_of(order);

	return (struct view){
		.role = order->role->name,
		.data = !order->role->system,
		.program = order->service == NULL ? NULL : order->command[0],
		.socket = service->ready == READY_NOTIFY ? PLAN_NOTIFY : NULL,
		.writable = service->writable,
		.readable = service->readable,
		.execute = service->execute,
		.see_processes = service->see_processes,
		.network = service->network,
		.must = service->sandbox == SANDBOX_MUST,
	};
}

/* Adds to a step's text; what does not fit is cut. */
static void add(char text[STEP_TEXT], const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void add(char text[STEP_TEXT], const char *format, ...)
{
	size_t used = strlen(text);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text + used, STEP_TEXT - used, format, arguments);
	va_end(arguments);
}

/* preparation */

static bool has_folders(const struct order *order)
{
	return order->service == NULL || prepare_is_launch(order->role);
}

static int run_folders(const struct order *order)
{
	return has_folders(order) ? prepare_folders(order->role) : 0;
}

static bool tell_folders(const struct order *order, char text[STEP_TEXT])
{
	const char *role = order->role->name;

	add(text, "makes /run/%s", role);
	if (!order->role->system)
		add(text, " and /data/%s, copies secrets to /run/%s/secrets", role, role);
	return has_folders(order);
}

/* control group */

static int run_group(const struct order *order)
{
	quota_of_group(order->group, service_of(order));
	return 0;
}

static bool tell_group(const struct order *order, char text[STEP_TEXT])
{
	const struct service_plan *service = service_of(order);
	char disk[QUOTA_DISK];

	if (!quota_holds()) {
		add(text,
		    "none here: of memory, processes, processors and disks there is no limit");
		return true;
	}
	add(text, "%s:", order->group);
	if (service->memory != 0)
		add(text, " memory %llu bytes,", (unsigned long long)service->memory);
	else if (service->memory_percent != 0)
		add(text, " memory %u %% of the machine's,", service->memory_percent);
	if (service->memory_high != 0)
		add(text, " pressed from %llu bytes on,", (unsigned long long)service->memory_high);
	else if (service->memory_high_percent != 0)
		add(text, " pressed from %u %% on,", service->memory_high_percent);
	if (service->processes != 0)
		add(text, " %u processes,", service->processes);
	if (service->io_max != 0 && quota_disk(disk))
		add(text, " %llu bytes a second from and to the disk %s,",
		    (unsigned long long)service->io_max, disk);
	add(text, " processor weight %u", service->cpu_weight == 0 ? 100 : service->cpu_weight);
	return true;
}

/* limits */

static int run_limits(const struct order *order)
{
	return quota_of_process(service_of(order));
}

static bool tell_limits(const struct order *order, char text[STEP_TEXT])
{
	const struct service_plan *service = service_of(order);

	add(text, "%u open files, no core dumps, umask %03o", service->files, service->umask);
	if (service->oom_score != 0)
		add(text, ", out-of-memory score %d", service->oom_score);
	return true;
}

/* device */

/* Opened with all rights, for a user who has none to it. */
static int run_device(const struct order *order)
{
	const char *path = service_of(order)->device;
	int fd = path[0] == '\0' ? 0 : open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);

	return fd == -1 ? -1 : dup2(fd, STDIN_FILENO);
}

static bool tell_device(const struct order *order, char text[STEP_TEXT])
{
	const char *path = service_of(order)->device;

	add(text, "its standard input is %s", path);
	return path[0] != '\0';
}

/* view */

static int run_view(const struct order *order)
{
	struct view view = view_of(order);

	if (!is_boxed(order) || view_enter(&view) == 0)
		return 0;
	fprintf(stderr, "launch: %s: %s: %s\n", order->group, view_failed(), strerror(errno));
	return -1;
}

/* "WHAT PATHS", or nothing when there are none. */
static void add_paths(char text[STEP_TEXT], const char *what, const char *paths)
{
	if (paths[0] != '\0')
		add(text, "%s %s", what, paths);
}

static bool tell_view(const struct order *order, char text[STEP_TEXT])
{
	struct view view = view_of(order);

	if (!is_boxed(order)) {
		add(text, "none: it sees the machine as init does");
		return true;
	}
	add(text, "/ read-only, %s%s; writes /tmp /run/%s",
	    view.see_processes ? "all processes" : "own processes only",
	    view.network ? "" : ", no network", view.role);
	if (view.data)
		add(text, " /data/%s", view.role);
	add_paths(text, "", view.writable);
	add_paths(text, "; reads", view.readable);
	add(text, "; executes %s", view.program == NULL ? "all programs" : view.program);
	add_paths(text, "", view.execute);
	return true;
}

/* landlock */

static int run_landlock(const struct order *order)
{
	struct view view = view_of(order);

	return is_boxed(order) ? landlock_restrict(&view) : 0;
}

static bool tell_landlock(const struct order *order, char text[STEP_TEXT])
{
	int version = landlock_version();

	if (version == 0)
		add(text, "this kernel has none");
	else
		add(text, "version %d: the same paths once more; no mounts, no tracing%s", version,
		    version >= 6 ? ", no signals and no abstract sockets to others" : "");
	return is_boxed(order);
}

/* capabilities, user */

static int run_bound(const struct order *order)
{
	return rights_bound(service_of(order)->capabilities);
}

static bool tell_bound(const struct order *order, char text[STEP_TEXT])
{
	uint64_t kept = service_of(order)->capabilities;

	if (kept == capability_bit("all"))
		add(text, "all");
	else if (kept == 0)
		add(text, "none");
	for (unsigned bit = 0; kept != capability_bit("all") && bit < CAPABILITY_COUNT; bit++)
		if ((kept >> bit & 1) != 0)
			add(text, "%s%s", text[0] == '\0' ? "" : " ", capability_name(bit));
	return true;
}

static int run_become(const struct order *order)
{
	return rights_become(order->role->uid, service_of(order)->group);
}

static bool tell_become(const struct order *order, char text[STEP_TEXT])
{
	gid_t further = service_of(order)->group;

	add(text, further == 0 ? "%u, in no other group" : "%u, in the group %u too",
	    (unsigned)order->role->uid, (unsigned)further);
	return true;
}

static int run_keep(const struct order *order)
{
	return rights_keep(service_of(order)->capabilities);
}

static bool tell_keep(const struct order *order, char text[STEP_TEXT])
{
	(void)order;
	add(text, "no set-uid program and no file capability counts");
	return true;
}

/* old readiness file */

/* Not when another command is run beside the service that has made it. */
static bool has_ready_file(const struct order *order)
{
	const struct service_plan *service = service_of(order);

	return service->ready_file[0] != '\0' && order->command == service->command.word;
}

/* With the service's rights: a folder on the way may be its own, and a link by now. */
static int run_ready_file(const struct order *order)
{
	if (!has_ready_file(order) || unlink(service_of(order)->ready_file) == 0)
		return 0;
	return errno == ENOENT ? 0 : -1;
}

static bool tell_ready_file(const struct order *order, char text[STEP_TEXT])
{
	if (!has_ready_file(order))
		return false;
	add(text, "removes %s", order->service->ready_file);
	return true;
}

/* system calls */

/* The file of the filter; "" = none. */
static const char *filter_of(const struct order *order)
{
	if (!is_boxed(order))
		return "";
	return order->service == NULL ? order->role->prepare_seccomp : order->service->seccomp;
}

static int run_seccomp(const struct order *order)
{
	const char *filter = filter_of(order);

	return filter[0] == '\0' ? 0 : seccomp_load(filter);
}

static bool tell_seccomp(const struct order *order, char text[STEP_TEXT])
{
	const char *filter = filter_of(order);

	if (filter[0] == '\0')
		add(text, "all");
	else
		add(text, "those of %s; any other kills it", filter);
	return true;
}

static bool tell_execute(const struct order *order, char text[STEP_TEXT])
{
	for (size_t i = 0; order->command != NULL && order->command[i] != NULL; i++)
		add(text, "%s%s", i == 0 ? "" : " ", order->command[i]);
	return true;
}

const struct step steps[] = {
	{ "preparation", run_folders, tell_folders },
	{ "control group", run_group, tell_group },
	{ "device", run_device, tell_device },
	{ "view", run_view, tell_view },
	{ "limits", run_limits, tell_limits },
	{ "landlock", run_landlock, tell_landlock },
	{ "capabilities", run_bound, tell_bound },
	{ "user and group", run_become, tell_become },
	{ "no new privileges", run_keep, tell_keep },
	{ "old readiness file", run_ready_file, tell_ready_file },
	{ "system calls", run_seccomp, tell_seccomp },
	{ "execute", NULL, tell_execute },
};
const size_t step_count = sizeof(steps) / sizeof(steps[0]);

int steps_take(const void *order, const char **failed)
{
	for (size_t i = 0; steps[i].run != NULL; i++) {
		*failed = steps[i].name;
		if (steps[i].run(order) == -1)
			return -1;
	}
	*failed = NULL;
	return 0;
}
