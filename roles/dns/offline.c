/* SPDX-License-Identifier: MIT */
#include "offline.h"

#include "knot-conf.h"
#include "program.h"
#include "text-file.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATH_LENGTH_MAX = 4096, START_SECONDS = PROGRAM_SECONDS, STOP_SECONDS = 10 };

static const struct timespec moment = { .tv_nsec = 10L * 1000 * 1000 };

struct server {
	const struct folders *folders;
	pid_t process;
	char conf[PATH_LENGTH_MAX];
	char control[PATH_LENGTH_MAX];
	char log[PATH_LENGTH_MAX];
};

static bool answers(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int control;
	bool good;

	if (strlen(path) >= sizeof(address.sun_path))
		return false;
	memcpy(address.sun_path, path, strlen(path) + 1);
	control = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (control == -1)
		return false;
	good = connect(control, (struct sockaddr *)&address, sizeof(address)) == 0;
	close(control);
	return good;
}

bool offline_is_served(const struct folders *folders)
{
	char path[PATH_LENGTH_MAX];

	snprintf(path, sizeof(path), "%s/knot.sock", folders->run);
	return answers(path);
}

/* Has the process ended, or does it within the time? */
static bool has_ended(pid_t process, int seconds)
{
	for (int i = 0; i <= seconds * 100; i++) {
		if (waitpid(process, NULL, WNOHANG) != 0)
			return true;
		if (i < seconds * 100)
			nanosleep(&moment, NULL);
	}
	return false;
}

/* Its log goes to ours: what a private server says explains why it failed. */
static void tell_log(const struct server *server)
{
	struct text_file log;

	if (text_file_read(server->log, &log) == 0)
		fwrite(log.bytes, 1, log.length, stderr);
	text_file_free(&log);
}

static int write_conf(const struct server *server, const struct settings *settings,
    const struct zone *zone, const char *file)
{
	FILE *out = text_file_begin(server->conf);

	if (!out)
		return -1;
	knot_conf_offline(out, settings, zone, file, server->control);
	return text_file_end(out, server->conf);
}

/* It answers when it has loaded the zone. */
static bool comes_up(const struct server *server)
{
	for (int i = 0; i < START_SECONDS * 100; i++) {
		if (answers(server->control))
			return true;
		if (has_ended(server->process, 0))
			return false;
		nanosleep(&moment, NULL);
	}
	kill(server->process, SIGKILL);
	(void)waitpid(server->process, NULL, 0);
	return false;
}

static int start(struct server *server, const struct settings *settings, const struct zone *zone,
    const char *file)
{
	const char *run = settings->folders.run;
	char program[PATH_LENGTH_MAX];

	server->folders = &settings->folders;
	snprintf(server->conf, sizeof(server->conf), "%s/seed.conf", run);
	snprintf(server->control, sizeof(server->control), "%s/seed.sock", run);
	snprintf(server->log, sizeof(server->log), "%s/seed.log", run);
	snprintf(program, sizeof(program), "%s/knotd", settings->folders.bin);
	(void)unlink(server->log);
	if (write_conf(server, settings, zone, file) == -1)
		return -1;
	/* it must not tell init that the service is ready */
	unsetenv("NOTIFY_SOCKET");
	server->process =
	    program_start((const char *const[]){ program, "-c", server->conf, NULL }, server->log);
	if (server->process == -1)
		return -1;
	if (comes_up(server))
		return 0;
	tell_log(server);
	errno = ECHILD;
	return -1;
}

static void stop(struct server *server, bool good)
{
	kill(server->process, SIGTERM);
	if (!has_ended(server->process, STOP_SECONDS)) {
		kill(server->process, SIGKILL);
		(void)waitpid(server->process, NULL, 0);
	}
	if (!good)
		tell_log(server);
	(void)unlink(server->conf);
	(void)unlink(server->log);
}

/* knotc -b, which waits until the work is done. */
static int control(const struct server *server, const struct zone *zone, const char *what,
    const char *option, const char *value)
{
	char path[PATH_LENGTH_MAX];
	struct program program = { .arguments = { path, "-b", "-t", "200", "-s", server->control,
		                       what, zone->name, option, value },
		.out = -1 };
	int result;

	snprintf(path, sizeof(path), "%s/knotc", server->folders->bin);
	result = program_run(&program);
	if (result == 0 && program.status != 0) {
		fprintf(stderr, "knotc %s: %s\n", what, program.output);
		errno = EIO;
		result = -1;
	}
	program_free(&program);
	return result;
}

int offline_dump(const struct settings *settings, const struct zone *zone, char *path)
{
	struct server server;
	char folder[PATH_LENGTH_MAX - ZONE_NAME_MAX - 8], name[ZONE_NAME_MAX];
	int result, reason;

	snprintf(folder, sizeof(folder), "%s/dump", settings->folders.run);
	if (mkdir(folder, 0700) == -1 && errno != EEXIST)
		return -1;
	if (start(&server, settings, zone, NULL) == -1)
		return -1;
	result = control(&server, zone, "zone-flush", "+outdir", folder);
	reason = errno;
	stop(&server, result == 0);
	zone_file_name(zone, name);
	snprintf(path, PATH_LENGTH_MAX, "%s/%s.zone", folder, name);
	errno = reason;
	return result;
}

int offline_load(const struct settings *settings, const struct zone *zone, const char *file)
{
	struct server server;
	int result, reason;

	if (start(&server, settings, zone, file) == -1)
		return -1;
	/* the start has loaded it; a failure there shows here */
	result = control(&server, zone, "zone-reload", NULL, NULL);
	reason = errno;
	stop(&server, result == 0);
	errno = reason;
	return result;
}
