/* SPDX-License-Identifier: MIT */
/* service-run - the part of service.h that makes processes. */

#include "cgroup.h"
#include "launch/steps.h"
#include "service.h"

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

int service_check(struct service *service)
{
	int result = service_run(service, &service->check, service->plan->check.word, NULL);

	if (result == 0)
		child_limit(&service->check, service->plan->ready_timeout);
	return result;
}
