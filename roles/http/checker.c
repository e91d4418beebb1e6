/* SPDX-License-Identifier: MIT */
/*
 * checker - asks nginx itself (`nginx -t`) and says its complaints in the site's words.
 *
 * The last thing `nginx -t` does is to open its sockets. That may fail here though all is well:
 * on the build host the addresses are another machine's, and this program may not bind port 80.
 * So a refused bind(), and nothing else, is no complaint.
 */

#include "cleanup.h"
#include "http.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The last "# site.conf:LINE: [SECTION]" at or before line of our nginx.conf; 0 = none. */
static unsigned origin_of(const struct http *http, const char *file, unsigned line)
{
	autofree char *text = NULL;
	size_t size = 0, name = strlen(http->site->file);
	unsigned at = 0, origin = 0;
	FILE *in = fopen(file, "re");

	while (in && at < line && getline(&text, &size, in) != -1) {
		at++;
		if (strncmp(text, "# ", 2) == 0 && strncmp(text + 2, http->site->file, name) == 0 &&
		    text[2 + name] == ':')
			origin = (unsigned)strtoul(text + 3 + name, NULL, 10);
	}
	if (in)
		fclose(in);
	return origin;
}

/* Splits "... MESSAGE in FILE:LINE": cuts MESSAGE off and returns FILE, or NULL. */
static char *cut_place(char *message, unsigned *line)
{
	char *in = NULL, *next = message, *colon;

	while ((next = strstr(next, " in /")))
		in = next++;
	if (!in)
		return NULL;
	colon = strrchr(in, ':');
	if (!colon)
		return NULL;
	*colon = '\0';
	*in = '\0';
	*line = (unsigned)strtoul(colon + 1, NULL, 10);
	return in + 4;
}

/* One line of nginx: "nginx: [emerg] MESSAGE in FILE:LINE" or without a place. Returns true when it
 * stands for an error. */
static bool translate(const struct http *http, const char *folder, char *text,
    struct problems *problems)
{
	size_t length = strlen(folder);
	bool warning = strstr(text, "[warn]");
	char *message = strstr(text, "] "), *file;
	unsigned line = 0;
	char path[PATH_MAX];

	if (!message || (!warning && !strstr(text, "[emerg]") && !strstr(text, "[crit]")))
		return false;
	message += 2;
	message[strcspn(message, "\n")] = '\0';
	if (message[strspn(message, "0123456789#")] == ':') /* "PID#THREAD: " */
		message += strcspn(message, ":") + 2;
	if (strncmp(message, "bind() to ", 10) == 0 ||
	    (warning && strstr(message, "\"user\" directive")))
		return false;
	file = cut_place(message, &line);
	if (file && strncmp(file, folder, length) == 0 && file[length] == '/')
		file += length + 1;
	if (file && http->native && strcmp(file, "nginx.conf") != 0)
		path_join(path, "http", strcmp(file, "site-nginx.conf") == 0 ? "nginx.conf" : file);
	else
		snprintf(path, sizeof(path), "%s",
		    http->native ? "http/nginx.conf" : http->site->file);
	if (file && !http->native) {
		char ours[PATH_MAX];

		path_join(ours, folder, file);
		line = origin_of(http, ours, line);
	}
	if (warning)
		problem_warn(problems, path, line, NULL, "nginx: %s", message);
	else
		problem_add(problems, path, line, NULL, "nginx: %s", message);
	return !warning;
}

/* The child: nginx with nothing open but the pipe for what it says. */
static _Noreturn void run_nginx(const char *program, const char *folder, int out)
{
	char prefix[PATH_MAX];
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	path_join(prefix, folder, "");
	dup2(null, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	execl(program, "nginx", "-t", "-q", "-e", "stderr", "-p", prefix, "-c", "nginx.conf",
	    (char *)NULL);
	dprintf(STDERR_FILENO, "nginx: [emerg] cannot run %s: %s\n", program, strerror(errno));
	_exit(127);
}

/* Returns 0 when nginx takes the configuration, 1 when problems say why not, -1 with errno. */
int checker_run(const struct http *http, const char *folder, struct problems *problems)
{
	char program[PATH_MAX];
	autofree char *text = NULL;
	size_t size = 0;
	bool bad = false, refused_bind = false;
	int pipes[2], status;
	FILE *in;
	pid_t child;

	/* A site is judged before nginx is built, too. */
	path_join(program, http->folders->bin, "nginx");
	if (http->folders->host && !path_is_there(http->folders->bin, "nginx"))
		return 0;
	if (pipe2(pipes, O_CLOEXEC) == -1)
		return -1;
	child = fork();
	if (child == 0)
		run_nginx(program, folder, pipes[1]);
	close(pipes[1]);
	in = child == -1 ? NULL : fdopen(pipes[0], "r");
	if (!in) {
		close(pipes[0]);
		return -1;
	}
	while (getline(&text, &size, in) != -1) {
		refused_bind = refused_bind || strstr(text, "bind() to ");
		bad = translate(http, folder, text, problems) || bad;
	}
	fclose(in);
	while (waitpid(child, &status, 0) == -1)
		if (errno != EINTR)
			return -1;
	if (bad)
		return 1;
	if (status == 0 || refused_bind)
		return 0;
	problem_add(problems, http->native ? "http/nginx.conf" : http->site->file, 0, NULL,
	    "nginx -t gave no reason and ended with %s %d", WIFEXITED(status) ? "status" : "signal",
	    WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	return 1;
}
