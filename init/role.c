/* SPDX-License-Identifier: MIT */
#include "role.h"

#include "cgroup.h"
#include "io.h"
#include "log.h"
#include "prepare.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROLES "/roles"
#define DEBUG_CONF "/etc/whit/debug.conf"

enum {
	MANIFEST_FILE_MAX = 16 * 1024,
	PREPARE_REFUSES = 1, /* exit code: the site is wrong */
};

static const struct cgroup_limits prepare_limits = { .memory_percent = 75, .processes = 64 };
static struct role roles[ROLES_MAX];
static size_t count;
static bool data_persistent;
static bool booting; /* roles take turns */
static bool said_ready;
static bool ending;
static void (*on_all_stopped)(void);

static void prepare(void *owner);

/* Reading the manifests */

static void on_changed(void *owner);
static void on_prepared(void *owner, int status);

static void add_services(struct role *role, const char *name)
{
	const struct manifest *manifest = &role->manifest;

	snprintf(role->prepare_name, sizeof(role->prepare_name), "%s.prepare", name);
	role->prepare.name = role->prepare_name;
	role->prepare.ended = on_prepared;
	role->prepare.owner = role;
	for (size_t i = 0; i < manifest->service_count; i++) {
		struct service *service = &role->services[i];

		service->plan = &manifest->services[i];
		service->uid = manifest->uid;
		service->changed = on_changed;
		service->owner = role;
		snprintf(service->name, sizeof(service->name), "%s.%s", name, service->plan->name);
		snprintf(service->title, sizeof(service->title), "role %s: %s", name,
		    service->plan->name);
		service_add(service);
	}
}

static void load(const char *name, const char *path)
{
	char text[MANIFEST_FILE_MAX];
	struct problems problems = { 0 };
	struct role *role = &roles[count];
	ssize_t length = io_read_file(path, text, sizeof(text));

	if (length == -1) {
		log_line("%s: %m: role %s is left out", path, name);
		return;
	}
	if (manifest_read(&role->manifest, name, path, text, (size_t)length, &problems) == 0) {
		add_services(role, name);
		count++;
	} else {
		log_problems(&problems);
		log_line("role %s is left out: its role.conf is wrong", name);
	}
	problems_free(&problems);
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

void roles_load(void)
{
	struct dirent **list = NULL;
	int found = scandir(ROLES, &list, is_visible, alphasort);
	char path[sizeof(ROLES) + sizeof(list[0]->d_name) + sizeof("//role.conf")];

	if (found == -1)
		log_line("%s: %m: this image has no role", ROLES);
	for (int i = 0; i < found; i++) {
		snprintf(path, sizeof(path), ROLES "/%s/role.conf", list[i]->d_name);
		if (count == ROLES_MAX - 1) /* one place is the debug shell's */
			log_line("role %s is left out: more than %d", list[i]->d_name,
			    ROLES_MAX - 1);
		else
			load(list[i]->d_name, path);
		free(list[i]);
	}
	free(list);
	if (access(DEBUG_CONF, F_OK) == 0) {
		log_line("*** THIS IS A DEBUG IMAGE: anyone at its console is root ***");
		load("debug", DEBUG_CONF);
	}
}

/* Order of services */

static bool may_start(const struct role *role, const struct service *service)
{
	if (role->goal != ROLE_NOTHING) /* not prepared yet */
		return false;
	for (size_t i = 0; i < role->manifest.service_count; i++)
		if ((service->plan->after >> i & 1) != 0 &&
		    role->services[i].state != SERVICE_READY)
			return false;
	return true;
}

static bool may_stop(const struct role *role, size_t index)
{
	for (size_t i = 0; i < role->manifest.service_count; i++)
		if ((role->services[i].plan->after >> index & 1) != 0 &&
		    service_is_active(&role->services[i]))
			return false;
	return true;
}

static bool is_stopped(const struct role *role)
{
	for (size_t i = 0; i < role->manifest.service_count; i++)
		if (service_is_active(&role->services[i]))
			return false;
	return role->prepare.pid == 0;
}

static void say_when_ready(void)
{
	char names[ROLES_MAX * MANIFEST_NAME] = "";
	size_t used = 0;
	bool ready = roles_ready();

	if (ready == said_ready)
		return;
	said_ready = ready;
	for (size_t i = 0; i < count; i++)
		used += (size_t)snprintf(names + used, sizeof(names) - used, " %s",
		    roles[i].manifest.name);
	if (ready)
		log_line("whit: ready:%s", names);
	else if (!ending)
		log_line("whit: not ready");
}

/* Lets each service go where its neighbours allow it now. */
static void advance(struct role *role)
{
	for (size_t i = 0; i < role->manifest.service_count; i++) {
		struct service *service = &role->services[i];

		if (role->stopping && service_is_active(service) && may_stop(role, i))
			service_stop(service);
		else if (service->state == SERVICE_WAITING && may_start(role, service))
			service_proceed(service);
	}
}

static void tell_when_stopped(void)
{
	for (size_t i = 0; i < count; i++)
		if (!is_stopped(&roles[i]))
			return;
	on_all_stopped();
}

static bool is_starting(const struct role *role)
{
	enum service_state state = role_state(role);

	return state == SERVICE_WAITING || state == SERVICE_STARTING;
}

static void on_changed(void *owner)
{
	struct role *role = owner;

	advance(role);
	if (role->turn.state == TURN_TAKEN && !is_starting(role)) {
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
	for (size_t i = 0; i < role->manifest.service_count; i++)
		service_refuse(&role->services[i]);
}

static void reach_goal(struct role *role, enum role_goal goal)
{
	for (size_t i = 0; i < role->manifest.service_count; i++) {
		struct service *service = &role->services[i];

		if (goal == ROLE_RESTART)
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
	const char *name = role->manifest.name;
	char text[CHILD_STATUS];
	char seconds[LOG_SECONDS];
	int64_t delay;

	cgroup_kill(role->prepare_name); /* nothing of it works on beside the services */
	if (goal == ROLE_NOTHING) {      /* stopped meanwhile */
		on_changed(role);
	} else if (status == 0) {
		role->goal = ROLE_NOTHING;
		reach_goal(role, goal);
	} else if (WIFEXITED(status) && WEXITSTATUS(status) == PREPARE_REFUSES) {
		log_line("role %s: its settings are refused: %s", name,
		    goal == ROLE_START ? "it is not started" : "it goes on as it was");
		role->goal = ROLE_NOTHING;
		refuse(role);
	} else {
		delay = restart_after(&role->prepare_history, role->prepare.started, loop_now(),
		    status);
		log_line("role %s: could not be prepared (%s), trying again in %s", name,
		    child_status(status, text), log_seconds(delay, seconds));
		timer_set(&role->again, delay, prepare, role);
	}
}

static void prepare(void *owner)
{
	struct role *role = owner;
	const struct manifest *manifest = &role->manifest;
	struct prepare_words words;
	const struct spawn_plan plan = {
		.cgroup = manifest->prepare.word[0] != NULL ? role->prepare_name : NULL,
		.command = prepare_command(manifest, &words),
		.before = prepare_folders,
		.argument = manifest,
		.uid = manifest->uid,
		.files = PREPARE_FILES,
	};

	if (plan.cgroup != NULL) /* a group costs memory */
		cgroup_make(role->prepare_name, &prepare_limits);
	if (child_start(&role->prepare, &plan, NULL) == 0)
		child_limit(&role->prepare, manifest->prepare_timeout);
	else
		timer_set(&role->again, RESTART_FLOOR, prepare, role);
}

/* NULL = begun, else why not. */
static const char *begin(struct role *role, enum role_goal goal)
{
	role->stopping = false;
	if (!data_persistent && !role->manifest.volatile_data) {
		refuse(role);
		return "it must keep its data, and /data is RAM here";
	}
	role->goal = goal;
	for (size_t i = 0; i < role->manifest.service_count; i++)
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
	child_kill(&role->prepare, role->prepare_name);
	for (size_t i = role->manifest.service_count; i-- > 0;)
		role->services[i].wanted = false;
	advance(role);
}

void roles_start(bool persistent)
{
	data_persistent = persistent;
	booting = true;
	for (size_t i = 0; i < count; i++) {
		const char *why = begin(&roles[i], ROLE_START);

		if (why != NULL)
			log_line("role %s is not started: %s", roles[i].manifest.name, why);
	}
	booting = false;
	turns_give();
	say_when_ready(); /* no role at all is ready too */
}

void roles_stop(void (*stopped)(void))
{
	ending = true;
	on_all_stopped = stopped;
	for (size_t i = 0; i < count; i++)
		stop(&roles[i]);
	tell_when_stopped();
}

bool roles_ready(void)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < roles[i].manifest.service_count; j++)
			if (roles[i].services[j].plan->required &&
			    roles[i].services[j].state != SERVICE_READY)
				return false;
	return true;
}

size_t role_count(void)
{
	return count;
}

const struct role *role_at(size_t index)
{
	return &roles[index];
}

enum service_state role_state(const struct role *role)
{
	static const enum service_state worst_first[] = { SERVICE_FAILED, SERVICE_BACKING_OFF,
		SERVICE_STOPPING, SERVICE_STARTING, SERVICE_WAITING, SERVICE_STOPPED };

	for (size_t i = 0; i < sizeof(worst_first) / sizeof(worst_first[0]); i++)
		for (size_t j = 0; j < role->manifest.service_count; j++)
			if (role->services[j].state == worst_first[i])
				return worst_first[i];
	return SERVICE_READY;
}

static struct role *find(const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(roles[i].manifest.name, name) == 0)
			return &roles[i];
	return NULL;
}

const char *role_begin(const char *name, enum role_goal goal)
{
	struct role *role = find(name);

	if (role == NULL)
		return "there is no such role here";
	if (ending)
		return "the machine is going down";
	if (role->prepare.pid != 0)
		return "it is being prepared already";
	return begin(role, goal);
}

const char *role_stop(const char *name)
{
	struct role *role = find(name);

	if (role == NULL)
		return "there is no such role here";
	stop(role);
	return NULL;
}
