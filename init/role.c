/* SPDX-License-Identifier: MIT */
#include "role.h"

#include "cgroup.h"
#include "clock.h"
#include "data.h"
#include "launch/plan-file.h"
#include "launch/prepare.h"
#include "launch/steps.h"
#include "log.h"
#include "output.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ONLINE "/run/net/online" /* is there while a card has an address (net/state.h) */
#define LOG "log"                /* the system's own service that reads the output of all */

enum {
	NEEDS_LOOK = 100,    /* ms between two looks for what a first start needs */
	PREPARE_REFUSES = 1, /* exit code: the site is wrong */
};

static struct plan plan; /* the system's own services first */
static struct role roles[PLAN_ROLES];
static size_t first_role; /* those before it are the system's own */
static bool booting;      /* roles take turns */
static bool said_ready;
static bool ending;
static void (*on_all_stopped)(void *unused);

static void advance(void *owner);
static void prepare(void *owner);
static void on_changed(void *owner);
static void on_prepared(void *owner, int status);

/* What the plan names */

static void add_service(struct role *role, size_t index)
{
	struct service *service = &role->services[index];
	const char *name = role->plan->name;

	service->plan = &role->plan->services[index];
	service->role = role->plan;
	service->changed = on_changed;
	service->owner = role;
	snprintf(service->name, sizeof(service->name), "%s.%s", name, service->plan->name);
	if (role->plan->system && strcmp(name, service->plan->name) == 0)
		snprintf(service->name, sizeof(service->name), "%s", name);
	snprintf(service->title, sizeof(service->title), "%s%s: %s",
	    role->plan->system ? "" : "role ", name, service->plan->name);
	service->output = output_open(service->name, service->plan->log_size);
	if (role->plan->system && strcmp(name, LOG) == 0)
		output_reader(service);
	service_add(service);
}

static void add_role(struct role *role, const struct role_plan *role_plan)
{
	role->plan = role_plan;
	snprintf(role->prepare.name, sizeof(role->prepare.name), "%s.prepare", role_plan->name);
	role->prepare.ended = on_prepared;
	role->prepare.owner = role;
	for (size_t i = 0; i < role_plan->service_count; i++)
		add_service(role, i);
}

int roles_open(void)
{
	char why[PLAN_WHY];

	if (plan_file_read(&plan, why) == -1) {
		log_line("%s", why);
		return -1;
	}
	for (size_t i = 0; i < plan.count; i++)
		add_role(&roles[i], &plan.roles[i]);
	while (first_role < plan.count && plan.roles[first_role].system)
		first_role++;
	return 0;
}

/* Is what it needs for its first start there, or has it waited long enough? */
static bool needs_are_met(struct role *role, const struct service *service)
{
	int64_t waited = loop_now() - service->since;
	bool first = service->starts == 0;
	const struct service_plan *needs = service->plan;
	bool no_clock = first && needs->needs_clock > 0 && clock_is_guess();
	bool no_address = first && needs->needs_address > 0 && access(ONLINE, F_OK) == -1;

	if ((no_clock && waited < needs->needs_clock) ||
	    (no_address && waited < needs->needs_address)) {
		timer_set(&role->look, NEEDS_LOOK, advance, role);
		return false;
	}
	if (no_clock || no_address)
		log_line("%s: %s: it is started all the same", service->title,
		    no_address ? "no card has an address" : "the clock is still a guess");
	return true;
}

/* Does the role do without it, as it was prepared? Then it waits; if it still runs, once it is down. */
static bool is_left_out(const struct service *service)
{
	return service->plan->when[0] != '\0' && access(service->plan->when, F_OK) == -1;
}

static bool may_start(struct role *role, const struct service *service)
{
	if (role->goal != ROLE_NOTHING || is_left_out(service)) /* not prepared yet, or not so */
		return false;
	for (size_t i = 0; i < role->plan->service_count; i++)
		if ((service->plan->after >> i & 1) != 0 &&
		    role->services[i].state != SERVICE_READY)
			return false;
	return needs_are_met(role, service);
}

static bool may_stop(const struct role *role, size_t index)
{
	for (size_t i = 0; i < role->plan->service_count; i++)
		if ((role->services[i].plan->after >> index & 1) != 0 &&
		    service_is_active(&role->services[i]))
			return false;
	return true;
}

static bool is_stopped(const struct role *role)
{
	for (size_t i = 0; i < role->plan->service_count; i++)
		if (service_is_active(&role->services[i]))
			return false;
	return role->prepare.pid == 0;
}

static void say_when_ready(void)
{
	char names[PLAN_ROLES * PLAN_NAME] = "";
	size_t used = 0;
	bool ready = roles_ready();

	if (ready == said_ready)
		return;
	said_ready = ready;
	for (size_t i = first_role; i < plan.count; i++)
		used += (size_t)snprintf(names + used, sizeof(names) - used, " %s",
		    roles[i].plan->name);
	if (ready)
		log_line("whit: ready:%s", names);
	else if (!ending)
		log_line("whit: not ready");
}

/* Lets each service go where its neighbours allow it now. */
static void advance(void *owner)
{
	struct role *role = owner;

	for (size_t i = 0; i < role->plan->service_count; i++) {
		struct service *service = &role->services[i];

		if (role->stopping && service_is_active(service) && may_stop(role, i))
			service_stop(service);
		else if (service->state == SERVICE_WAITING && may_start(role, service))
			service_proceed(service);
	}
}

static void tell_when_stopped(void)
{
	for (size_t i = first_role; i < plan.count; i++)
		if (!is_stopped(&roles[i]))
			return;
	on_all_stopped(NULL);
}

static void on_changed(void *owner)
{
	struct role *role = owner;

	output_look();
	advance(role);
	if (role->turn.state == TURN_TAKEN && role_state(role) > SERVICE_STARTING) {
		turn_end(&role->turn);
		turns_give();
	}
	say_when_ready();
	if (ending)
		tell_when_stopped();
}

/* Preparing */

static void refuse(struct role *role)
{
	for (size_t i = 0; i < role->plan->service_count; i++)
		service_refuse(&role->services[i]);
}

static void reach_goal(struct role *role, enum role_goal goal)
{
	for (size_t i = 0; i < role->plan->service_count; i++) {
		struct service *service = &role->services[i];

		if (goal == ROLE_RESTART || is_left_out(service))
			service_restart(service);
		else if (goal == ROLE_RELOAD)
			service_reload(service);
	}
	advance(role);
}

static void on_prepared(void *owner, int status)
{
	struct role *role = owner;
	enum role_goal goal = role->goal;
	char text[CHILD_STATUS];
	char seconds[LOG_SECONDS];
	int64_t delay;

	cgroup_kill(role->prepare.name); /* nothing of it works on beside the services */
	if (goal == ROLE_NOTHING) {      /* stopped meanwhile */
		on_changed(role);
	} else if (status == 0) {
		role->goal = ROLE_NOTHING;
		reach_goal(role, goal);
	} else if (WIFEXITED(status) && WEXITSTATUS(status) == PREPARE_REFUSES) {
		log_line("role %s: its settings are refused: %s", role->plan->name,
		    goal == ROLE_START ? "it is not started" : "it goes on as it was");
		role->goal = ROLE_NOTHING;
		refuse(role);
	} else {
		delay = restart_after(&role->prepare_history, role->prepare.started, loop_now(),
		    status);
		log_line("role %s: could not be prepared (%s), trying again in %s",
		    role->plan->name, child_status(status, text), log_seconds(delay, seconds));
		timer_set(&role->again, delay, prepare, role);
	}
}

static void prepare(void *owner)
{
	struct role *role = owner;
	const struct order order = {
		.role = role->plan,
		.group = role->prepare.name,
		.command = prepare_command(role->plan),
	};
	const struct spawn_plan spawn_plan = {
		.cgroup = role->plan->prepare.word[0] != NULL ? role->prepare.name : NULL,
		.before = steps_take,
		.argument = &order,
		.command = order.command,
		.owner = role->plan->uid,
		.output = prepare_is_launch(role->plan) ? 0 : output_open(role->prepare.name, 0),
	};

	if (spawn_plan.cgroup != NULL) /* a group costs memory */
		cgroup_make(role->prepare.name);
	if (prepare_is_launch(role->plan))
		on_prepared(role, 0);
	else if (child_start(&role->prepare, &spawn_plan, NULL) == 0)
		child_limit(&role->prepare, role->plan->prepare_timeout);
	else
		timer_set(&role->again, RESTART_FLOOR, prepare, role);
}

/* NULL = begun, else why not. */
static const char *begin(struct role *role, enum role_goal goal)
{
	role->stopping = false;
	if (!role->plan->system && !data_is_persistent() && !role->plan->volatile_data) {
		refuse(role);
		return "it must keep its data, and /data is RAM here";
	}
	role->goal = goal;
	for (size_t i = 0; i < role->plan->service_count; i++)
		service_start(&role->services[i]); /* it waits until the role is prepared */
	timer_stop(&role->again);
	if (booting) {
		turn_wait(&role->turn, prepare, role);
	} else {
		turn_end(&role->turn);
		prepare(role);
	}
	return NULL;
}

static void stop(struct role *role)
{
	role->goal = ROLE_NOTHING;
	role->stopping = true;
	turn_end(&role->turn);
	timer_stop(&role->again);
	child_kill(&role->prepare, role->prepare.name);
	for (size_t i = role->plan->service_count; i-- > 0;)
		role->services[i].wanted = false;
	advance(role);
}

/* Starts those of some places; of the system's own either the required ones, or the rest. */
static void start(size_t from, size_t to, bool required)
{
	for (size_t i = from; i < to && !ending; i++) {
		const struct service_plan *first = &plan.roles[i].services[0];
		bool meant = i >= first_role ||
		    (first->required == required &&
		        (first->device[0] == '\0' || access(first->device, F_OK) == 0));
		const char *why = meant ? begin(&roles[i], ROLE_START) : NULL;

		if (why != NULL)
			log_line("role %s is not started: %s", roles[i].plan->name, why);
	}
}

void roles_start(void)
{
	start(0, first_role, true);
	output_look();
	booting = true;
	start(first_role, plan.count, true);
	start(0, first_role, false); /* the roles can do without: they come before */
	booting = false;
	turns_give();
	say_when_ready(); /* no role at all is ready too */
}

void roles_stop(void (*stopped)(void *unused))
{
	ending = true;
	on_all_stopped = stopped;
	for (size_t i = first_role; i < plan.count; i++)
		stop(&roles[i]);
	tell_when_stopped();
}

bool roles_ready(void)
{
	for (size_t i = first_role; i < plan.count; i++)
		for (size_t j = 0; j < roles[i].plan->service_count; j++)
			if (roles[i].services[j].plan->required &&
			    !is_left_out(&roles[i].services[j]) &&
			    roles[i].services[j].state != SERVICE_READY)
				return false;
	return true;
}

size_t role_count(void)
{
	return plan.count;
}

struct role *role_at(size_t index)
{
	return &roles[index];
}

enum service_state role_state(const struct role *role)
{
	static const enum service_state worst_first[] = { SERVICE_FAILED, SERVICE_BACKING_OFF,
		SERVICE_STOPPING, SERVICE_STARTING, SERVICE_CHECKING, SERVICE_WAITING,
		SERVICE_STOPPED };

	for (size_t i = 0; i < sizeof(worst_first) / sizeof(worst_first[0]); i++)
		for (size_t j = 0; j < role->plan->service_count; j++)
			if (role->services[j].state == worst_first[i] &&
			    !is_left_out(&role->services[j]))
				return worst_first[i];
	return SERVICE_READY;
}

static struct role *find(const char *name)
{
	for (size_t i = 0; i < plan.count; i++)
		if (strcmp(roles[i].plan->name, name) == 0)
			return &roles[i];
	return NULL;
}

const char *role_ask(const char *name, enum role_goal goal)
{
	struct role *role = find(name);

	if (role == NULL)
		return "there is no such role here";
	if (goal == ROLE_STOP) {
		stop(role);
		return NULL;
	}
	if (ending)
		return "the machine is going down";
	if (role->prepare.pid != 0)
		return "it is being prepared already";
	return begin(role, goal);
}
