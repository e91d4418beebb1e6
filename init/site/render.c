/* SPDX-License-Identifier: MIT */
/*
 * render - part of site-check (check.h): runs the program that each chosen role brings to
 * turn its part of the site into the daemon's own configuration, in temporary folders
 * and kept from all else (confine.h), and takes over what it complains about.
 */

#include "check.h"
#include "confine.h"
#include "core-schema.h"
#include "text-values.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	SECONDS = 300,              /* that one program may take */
	MESSAGES_MAX = 1024 * 1024, /* bytes of its messages that are read */
};

static volatile sig_atomic_t interrupted;

struct render {
	char program[PATH_MAX];
	char run[PATH_MAX];
	char data[PATH_MAX];
	char secrets[PATH_MAX];
	bool native; /* the site has a daemon's own configuration, which may say anything */
};

/* A temporary folder ROLE-NAME. */
static int make_folder(char *path, const struct check *check, const char *role, const char *name)
{
	char own[TEXT_WORD_MAX + 16];

	snprintf(own, sizeof(own), "%s-%s", role, name);
	if (!join_path(path, check->temporary, own) || mkdir(path, 0700) == -1) {
		fprintf(stderr, "site-check: %s: %s\n", path, strerror(errno));
		return -1;
	}
	return 0;
}

/* A configuration in the role's folder of the site: http/nginx.conf, dns/knot.conf. */
static bool has_native(const struct check *check, const char *role)
{
	char path[PATH_MAX];
	DIR *folder = join_path(path, check->folder, role) ? opendir(path) : NULL;
	const struct dirent *entry;
	bool found = false;

	while (folder && !found && (entry = readdir(folder))) {
		const char *ending = strrchr(entry->d_name, '.');

		found = ending && ending > entry->d_name && strcmp(ending, ".conf") == 0;
	}
	if (folder)
		closedir(folder);
	return found;
}

static int prepare(struct render *render, const struct check *check, const char *role)
{
	char secrets[TEXT_WORD_MAX + 16];
	struct stat status;

	render->native = has_native(check, role);
	snprintf(secrets, sizeof(secrets), "secrets/%s", role);
	if (make_folder(render->run, check, role, "run") == -1 ||
	    make_folder(render->data, check, role, "data") == -1)
		return -1;
	if ((!join_path(render->secrets, check->folder, secrets) ||
	        stat(render->secrets, &status) == -1) &&
	    make_folder(render->secrets, check, role, "secrets") == -1)
		return -1;
	return 0;
}

/* What we write ourselves harms nobody unconfined; what a stranger wrote may. */
static bool may_run(const struct render *render, const struct check *check)
{
	const char *trust = getenv("TRUST_SITE");

	if (confine(check->temporary) == 0 || !render->native ||
	    (trust && strcmp(trust, "yes") == 0))
		return true;
	fprintf(stderr,
	    "site-check: the site has a daemon's own configuration, which may write anywhere while "
	    "it is "
	    "checked, and this kernel does not keep it from that (Landlock: %s). "
	    "TRUST_SITE=yes checks it all the same.\n",
	    strerror(errno));
	return false;
}

/* In the child: its own process group, so that a time-out reaches its children. */
static void execute(const struct render *render, const struct check *check, int messages)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	setpgid(0, 0);
	signal(SIGPIPE, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (null == -1 || dup2(null, STDIN_FILENO) == -1 || dup2(messages, STDOUT_FILENO) == -1 ||
	    dup2(messages, STDERR_FILENO) == -1)
		_exit(126);
	if (!may_run(render, check))
		_exit(126);
	execl(render->program, render->program, "--site", check->folder, "--run", render->run,
	    "--data", render->data, "--secrets", render->secrets, "--bin", check->bin, "--host",
	    (char *)NULL);
	fprintf(stderr, "site-check: %s: %s\n", render->program, strerror(errno));
	_exit(126);
}

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void interrupt(int number)
{
	(void)number;
	interrupted = 1;
}

/* Reads until the other end is closed or the time is over; false = it is over. What
 * is beyond MESSAGES_MAX is read and dropped, so that the child does not hang. */
static bool read_messages(int fd, char *text, size_t *length)
{
	const int64_t end = now() + (int64_t)SECONDS * 1000;
	char dropped[4096];

	for (;;) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		int64_t left = end - now();
		bool full = *length == MESSAGES_MAX;
		ssize_t got;

		if (left <= 0 || interrupted)
			return false;
		if (poll(&ready, 1, (int)left) != 1)
			continue;
		got = full ? read(fd, dropped, sizeof(dropped))
		           : read(fd, text + *length, MESSAGES_MAX - *length);
		if (got == 0 || (got == -1 && errno != EINTR))
			return true;
		if (got > 0 && !full)
			*length += (size_t)got;
	}
}

/* Each line is a problem of the site; what is not in the form of one is passed on.
 * Returns how many were problems. */
static size_t take_messages(struct check *check, char *text)
{
	size_t before = check->problems.errors;
	char *line;

	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		if (!problem_add_line(&check->problems, line))
			fprintf(stderr, "%s\n", line);
	}
	return check->problems.errors - before;
}

/* What the program's end means. */
static int judge(const struct render *render, const char *role, bool in_time, int status,
    size_t mistakes)
{
	if (interrupted)
		fprintf(stderr, "site-check: interrupted\n");
	else if (!in_time)
		fprintf(stderr, "site-check: role %s: %s took more than %d s\n", role,
		    render->program, SECONDS);
	else if (WIFSIGNALED(status))
		fprintf(stderr, "site-check: role %s: %s died: %s\n", role, render->program,
		    strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) > 1)
		fprintf(stderr, "site-check: role %s: %s could not do its check (exit %d)\n", role,
		    render->program, WEXITSTATUS(status));
	else if (WEXITSTATUS(status) == 1 && mistakes == 0)
		fprintf(stderr, "site-check: role %s: %s found a mistake and did not say which\n",
		    role, render->program);
	else
		return 0;
	return -1;
}

static int run(struct check *check, const struct render *render, const char *role, char *text)
{
	int channel[2], status = 0;
	size_t length = 0, mistakes;
	bool in_time;
	pid_t child;

	if (pipe2(channel, O_CLOEXEC) == -1 || (child = fork()) == -1) {
		fprintf(stderr, "site-check: %s\n", strerror(errno));
		return -1;
	}
	if (child == 0)
		execute(render, check, channel[1]);
	setpgid(child, child); /* whichever of us is first */
	close(channel[1]);
	in_time = read_messages(channel[0], text, &length);
	close(channel[0]);
	if (!in_time)
		kill(-child, SIGKILL);
	while (waitpid(child, &status, 0) == -1 && errno == EINTR)
		;
	text[length] = '\0';
	for (size_t i = 0; i < length; i++)
		text[i] = text[i] ? text[i] : '?';
	mistakes = take_messages(check, text);
	return judge(render, role, in_time, status, mistakes);
}

/* A role without a program of this name has nothing to render. */
static int check_role(struct check *check, const char *role, char *text)
{
	struct render render;
	char folder[PATH_MAX], source[PATH_MAX];
	char program[TEXT_WORD_MAX + 16];

	if (!find_role(check, role, folder))
		return 0; /* check_roles() has said so */
	if (!join_path(source, folder, "render.c") || access(source, F_OK) == -1)
		return 0;
	snprintf(program, sizeof(program), "roles/%s/render", role);
	if (!join_path(render.program, check->programs, program) ||
	    access(render.program, X_OK) == -1) {
		fprintf(stderr, "site-check: %s is not built; do: scripts/programs all %s\n",
		    render.program, folder);
		return -1;
	}
	if (prepare(&render, check, role) == -1)
		return -1;
	return run(check, &render, role, text);
}

int check_renders(struct check *check)
{
	const struct sigaction on_signal = { .sa_handler = interrupt };
	const char *rest = core_roles(&check->site);
	char role[TEXT_WORD_MAX];
	char *text = malloc(MESSAGES_MAX + 1);
	int result = text ? 0 : -1;

	/* Secrets may lie in the temporary folder: it must be removed, come what may. */
	sigaction(SIGINT, &on_signal, NULL);
	sigaction(SIGTERM, &on_signal, NULL);
	while (text && !interrupted && text_next_word(&rest, role, sizeof(role)) == 1) {
		/* A role that stands twice is checked once. */
		if (text_name(role) == NULL && !text_list_has(rest, role) &&
		    check_role(check, role, text) == -1)
			result = -1;
	}
	free(text);
	return result;
}
