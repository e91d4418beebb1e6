/* SPDX-License-Identifier: MIT */
/*
 * stub-daemon - a daemon that behaves, or misbehaves, as its arguments say, in their order:
 *
 *	--ready-fd N     writes a line feed to descriptor N
 *	--notify         says READY=1 to $NOTIFY_SOCKET
 *	--file PATH      makes the file PATH
 *	--tcp PORT       listens there, on all IPv4 addresses; ends with code 92 when another does
 *	--udp PORT       waits there for packets, on all IPv6 addresses
 *	--append PATH W  adds the line W to PATH; on SIGTERM the line `stop W` too
 *	--say TEXT       says TEXT on standard output
 *	--mutter TEXT    the same without a line feed
 *	--ignore-term    ignores SIGTERM
 *	--sleep MS       waits
 *	--exit CODE      ends
 *	--exit-as PATH   ends with the code that the file PATH holds
 *	--flood LINES    says many lines as fast as it can
 *	--blanks         says empty lines for ever, as fast as it can
 *	--shouts         says READY=1 to $NOTIFY_SOCKET for ever, as fast as it can
 *	--fill PATH      makes files in the folder PATH until it cannot, and says how many
 *	--close-log      closes standard output and error
 *	--close-all      closes every descriptor
 *	--orphans N      leaves N processes behind that lose their parent and live 100 ms
 *	--zombies N      leaves N processes behind that are dead already
 *	--stay PATH      leaves one process behind that makes PATH and waits for ever
 *	--write PATH     says whether it may write to the file PATH
 *	--run PATH       says whether it may execute the program PATH
 *	--pour LINES     writes lines of 1,000 bytes, each with its number, as fast as it can
 *	--become UID     is another user from now on
 *	--daemonize      goes into the background: its first process ends, another one goes on
 *	--signal PID N   sends a signal
 *	--check PATH     writes its uid, limits and open descriptors to PATH
 *
 * Then it waits for signals: SIGHUP adds the line `reload` to the file of --append.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *trace_path;
static const char *trace_word;

static void append(const char *before, const char *word)
{
	FILE *file = fopen(trace_path, "a");

	if (file == NULL)
		exit(99);
	fprintf(file, "%s%s\n", before, word);
	fclose(file);
}

static void wait_ms(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

	while (nanosleep(&time, &time) == -1 && errno == EINTR)
		;
}

static void notify(void)
{
	struct sockaddr_un address = { AF_UNIX, "" };
	const char *path = getenv("NOTIFY_SOCKET");
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path == NULL ? "" : path);
	if (sendto(fd, "STATUS=up\nREADY=1", 17, 0, (struct sockaddr *)&address, sizeof(address)) !=
	    17)
		exit(98);
	close(fd);
}

static void shout(void)
{
	struct sockaddr_un address = { AF_UNIX, "" };
	const char *path = getenv("NOTIFY_SOCKET");
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path == NULL ? "" : path);
	while (sendto(fd, "READY=1", 7, 0, (struct sockaddr *)&address, sizeof(address)) == 7)
		;
}

static void say_nothing(void)
{
	static char block[64 * 1024];

	memset(block, '\n', sizeof(block));
	while (write(1, block, sizeof(block)) > 0)
		;
}

static void fill(const char *folder)
{
	char path[256];
	int files = 0;

	for (int fd = -1; files < 100000; files++) {
		snprintf(path, sizeof(path), "%s/%d", folder, files);
		fd = open(path, O_WRONLY | O_CREAT, 0600);
		if (fd == -1)
			break;
		close(fd);
	}
	printf("%d files\n", files);
}

static void pour(int lines)
{
	enum { LENGTH = 1000, TOGETHER = 100, WHOLE = TOGETHER * LENGTH };
	static char block[WHOLE + 1];

	for (int done = 0; done < lines; done += TOGETHER) {
		for (int i = 0; i < TOGETHER; i++)
			sprintf(block + (ptrdiff_t)i * LENGTH, "line %0*d\n", LENGTH - 6, done + i);
		for (size_t written = 0; written < WHOLE;) {
			ssize_t more = write(1, block + written, WHOLE - written);

			if (more == -1)
				exit(90);
			written += (size_t)more;
		}
	}
}

static void try_to_write(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	printf("write %s: %s\n", path, fd == -1 ? strerror(errno) : "done");
}

static void try_to_run(const char *path)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		execl(path, path, "--exit", "0", (char *)NULL);
		_exit(errno);
	}
	waitpid(pid, &status, 0);
	printf("run %s: %s\n", path, status == 0 ? "done" : strerror(WEXITSTATUS(status)));
}

static void become(int user)
{
	if (setgid((gid_t)user) == -1 || setuid((uid_t)user) == -1)
		exit(91);
}

static void daemonize(void)
{
	if (fork() != 0)
		_exit(0);
	setsid();
}

static void make(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0644);

	if (fd == -1)
		exit(97);
	close(fd);
}

/* Each is the child of a process that dies at once. */
static void leave_behind(int count, long ms)
{
	signal(SIGCHLD, SIG_IGN); /* our own children are nobody's burden */
	for (int i = 0; i < count; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			if (fork() == 0) {
				setsid();
				wait_ms(ms);
			}
			_exit(0);
		}
	}
}

static void stay(const char *path)
{
	if (fork() != 0)
		return;
	make(path);
	for (;;)
		pause();
}

static void wait_at(int family, int type, int port)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port) };
	struct sockaddr_in four = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(family, type, 0);
	int bound = family == AF_INET ? bind(fd, (struct sockaddr *)&four, sizeof(four))
	                              : bind(fd, (struct sockaddr *)&six, sizeof(six));

	if (bound == -1 || (type == SOCK_STREAM && listen(fd, 5) == -1))
		exit(92);
}

static void check(const char *path)
{
	FILE *file = fopen(path, "w");
	char line[256];
	FILE *status = fopen("/proc/self/status", "r");
	DIR *folder = opendir("/proc/self/fd");
	const struct dirent *entry;
	int count = 0;

	if (file == NULL || status == NULL || folder == NULL)
		exit(96);
	while ((entry = readdir(folder)) != NULL)
		count += entry->d_name[0] != '.';
	while (fgets(line, sizeof(line), status) != NULL)
		if (strncmp(line, "Uid:", 4) == 0 || strncmp(line, "Cap", 3) == 0 ||
		    strncmp(line, "NoNewPrivs:", 11) == 0 || strncmp(line, "SigBlk:", 7) == 0 ||
		    strncmp(line, "Groups:", 7) == 0)
			fputs(line, file);
	fprintf(file, "Descriptors:\t%d\n", count - 3); /* ours: two files and the folder */
	fprintf(file, "Session:\t%d\n", getsid(0) == getpid());
	fclose(file);
	fclose(status);
	closedir(folder);
}

static int number(const char *text)
{
	return (int)strtol(text == NULL ? "0" : text, NULL, 10);
}

static int read_number(const char *path)
{
	char text[16] = "";
	FILE *file = fopen(path, "r");

	if (file == NULL || fgets(text, sizeof(text), file) == NULL)
		exit(93);
	fclose(file);
	return number(text);
}

/* Does what the word at argv[i] says; returns how many arguments it took. */
static int obey(char **argv, int i)
{
	const char *word = argv[i];
	const char *first = argv[i + 1];

	if (strcmp(word, "--notify") == 0)
		return notify(), 0;
	if (strcmp(word, "--daemonize") == 0)
		return daemonize(), 0;
	if (strcmp(word, "--blanks") == 0)
		return say_nothing(), 0;
	if (strcmp(word, "--shouts") == 0)
		return shout(), 0;
	if (strcmp(word, "--ignore-term") == 0)
		return signal(SIGTERM, SIG_IGN), 0;
	if (strcmp(word, "--close-log") == 0)
		return close(1), close(2), 0;
	if (strcmp(word, "--close-all") == 0) {
		for (int fd = 0; fd < 64; fd++)
			close(fd);
		return 0;
	}
	if (first == NULL)
		exit(95);
	if (strcmp(word, "--append") == 0 && argv[i + 2] != NULL) {
		trace_path = first;
		trace_word = argv[i + 2];
		return append("", trace_word), 2;
	}
	if (strcmp(word, "--signal") == 0 && argv[i + 2] != NULL)
		return kill(number(first), number(argv[i + 2])), 2;
	if (strcmp(word, "--ready-fd") == 0)
		return write(number(first), "\n", 1) == 1 ? 1 : (exit(94), 1);
	if (strcmp(word, "--file") == 0)
		return make(first), 1;
	if (strcmp(word, "--tcp") == 0)
		return wait_at(AF_INET, SOCK_STREAM, number(first)), 1;
	if (strcmp(word, "--udp") == 0)
		return wait_at(AF_INET6, SOCK_DGRAM, number(first)), 1;
	if (strcmp(word, "--write") == 0)
		return try_to_write(first), 1;
	if (strcmp(word, "--run") == 0)
		return try_to_run(first), 1;
	if (strcmp(word, "--pour") == 0)
		return pour(number(first)), 1;
	if (strcmp(word, "--become") == 0)
		return become(number(first)), 1;
	if (strcmp(word, "--fill") == 0)
		return fill(first), 1;
	if (strcmp(word, "--say") == 0)
		return puts(first), 1;
	if (strcmp(word, "--sleep") == 0)
		return wait_ms(number(first)), 1;
	if (strcmp(word, "--mutter") == 0)
		return fputs(first, stdout), fflush(stdout), 1;
	if (strcmp(word, "--exit") == 0)
		exit(number(first));
	if (strcmp(word, "--exit-as") == 0)
		exit(read_number(first));
	if (strcmp(word, "--flood") == 0) {
		for (int line = 0; line < number(first); line++)
			printf("line %d of a flood\n", line);
		return 1;
	}
	if (strcmp(word, "--orphans") == 0)
		return leave_behind(number(first), 100), 1;
	if (strcmp(word, "--zombies") == 0)
		return leave_behind(number(first), 0), 1;
	if (strcmp(word, "--stay") == 0)
		return stay(first), 1;
	if (strcmp(word, "--check") == 0)
		return check(first), 1;
	exit(93);
}

int main(int argc, char **argv)
{
	sigset_t set;
	int got;

	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGTERM);
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 1; i < argc; i++)
		i += obey(argv, i);
	if (signal(SIGTERM, SIG_DFL) == SIG_IGN) {
		signal(SIGTERM, SIG_IGN);
		sigdelset(&set, SIGTERM);
	}
	sigprocmask(SIG_BLOCK, &set, NULL);
	while (sigwait(&set, &got) == 0) {
		if (trace_path != NULL)
			append(got == SIGHUP ? "reload " : "stop ", trace_word);
		if (got == SIGTERM)
			return 0;
	}
	return 1;
}
