/* SPDX-License-Identifier: MIT */
/* service-run - the part of service.h that makes processes, and looks at what they do. */

#include "cgroup.h"
#include "launch/steps.h"
#include "listening.h"
#include "log.h"
#include "service.h"

#include <stdio.h>
#include <sys/stat.h>

int service_run(struct service *service, struct child *child, const char *const *command,
    int *ready)
{
	const struct service_plan *plan = service->plan;
	const struct order order = {
		.role = service->role,
		.service = plan,
		.group = service->name,
		.command = command,
	};
	const struct spawn_plan spawn_plan = {
		.cgroup = service->name,
		.before = steps_take,
		.argument = &order,
		.command = order.command,
		.environment = plan->environment.word,
		.owner = service->role->uid,
		.input = service->input,
		.output = service->output,
		.tty = plan->tty,
		.ready_fd = ready == NULL ? 0 : plan->ready_fd,
	};

	if (service->starts == 0)
		cgroup_make(service->name);
	child->started = loop_now();
	return child_start(child, &spawn_plan, ready);
}

bool service_is_seen(const struct service *service)
{
	const struct service_plan *plan = service->plan;
	struct stat file;

	if (plan->ready == READY_FILE)
		return stat(plan->ready_file, &file) == 0;
	return listening(service->child.pid,
	    plan->ready == READY_TCP ? LISTENING_TCP : LISTENING_UDP, plan->ready_port,
	    service->role->uid);
}

int service_check(struct service *service)
{
	int result = service_run(service, &service->check, service->plan->check.word, NULL);

	if (result == 0)
		child_limit(&service->check, service->plan->ready_timeout);
	return result;
}

static void on_reloaded(void *owner, int status)
{
	struct service *service = owner;
	char text[CHILD_STATUS];

	if (status != 0 && service->state == SERVICE_READY)
		log_line("%s: its reload fails (%s): it goes on as it was", service->title,
		    child_status(status, text));
	if (service->reload_again && service->child.pid != 0)
		service_run_reload(service);
}

void service_run_reload(struct service *service)
{
	struct child *child = &service->reload;

	service->reload_again = child->pid != 0;
	if (service->reload_again)
		return;
	snprintf(child->name, sizeof(child->name), "%s.reload", service->name);
	child->ended = on_reloaded;
	child->owner = service;
	if (service_run(service, child, service->plan->reload.word, NULL) == 0)
		child_limit(child, service->plan->ready_timeout);
}

void service_look(struct service *service)
{
	unsigned long kills = cgroup_memory_kills(service->name);
	unsigned long refusals = cgroup_refusals(service->name);

	if (kills > service->memory_kills)
		log_line("%s: out of memory: it reached its own limit", service->title);
	if (refusals > service->refusals && !service->refused)
		log_line("%s reached its limit of %u processes", service->title,
		    service->plan->processes);
	service->refused = service->refused || refusals > service->refusals;
	service->memory_kills = kills;
	service->refusals = refusals;
}
