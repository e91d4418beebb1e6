/* SPDX-License-Identifier: MIT */
/*
 * grabs WAY - a service that takes what is not its own, as its argument says.
 * grabs as UID COMMAND... - runs the command as that user, without a privilege.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { ENOUGH = 400 * 1000, OPENERS = 24 };

static void notify(void)
{
	struct sockaddr_un address = { AF_UNIX, "" };
	const char *path = getenv("NOTIFY_SOCKET");
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path == NULL ? "" : path);
	sendto(fd, "READY=1", 7, 0, (struct sockaddr *)&address, sizeof(address));
	close(fd);
}

static void wait_for_ever(void)
{
	for (;;)
		pause();
}

/* Empty files until there are no more, then one that takes all space. */
static void fill(const char *folder)
{
	static char block[64 * 1024];
	char path[64];
	long files = 0;
	long blocks = 0;
	int fd = -1;

	snprintf(path, sizeof(path), "%s/large", folder);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	for (; files < ENOUGH; files++) {
		int empty;

		snprintf(path, sizeof(path), "%s/%ld", folder, files);
		empty = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
		if (empty == -1)
			break;
		close(empty);
	}
	printf("%s: %ld files: %s\n", folder, files, strerror(errno));
	while (blocks < ENOUGH && write(fd, block, sizeof(block)) == sizeof(block))
		blocks++;
	printf("%s: %ld kB: %s\n", folder, blocks * 64, strerror(errno));
}

static void fills(void)
{
	fill("/tmp");
	fill("/run/grabs");
	notify();
	wait_for_ever();
}

/* What PID 1 removes by this path before the next start is not ours. */
static void links(void)
{
	if (symlink("/run/whit", "/run/grabs/link") == -1)
		perror("/run/grabs/link");
	wait_for_ever();
}

static void opens(void)
{
	for (int i = 0; i < OPENERS; i++) {
		if (fork() != 0)
			continue;
		while (open("/dev/null", O_RDONLY) != -1)
			;
		wait_for_ever();
	}
	sleep(1);
	notify();
	wait_for_ever();
}

/* As `prepare`: leaves a process of its own session behind. */
static void straggles(void)
{
	if (fork() == 0) {
		setsid();
		wait_for_ever();
	}
	exit(0);
}

static const struct {
	const char *name;
	void (*act)(void);
} ways[] = {
	{ "fills", fills },
	{ "links", links },
	{ "opens", opens },
	{ "straggles", straggles },
};

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc > 3 && strcmp(argv[1], "as") == 0) {
		uid_t uid = (uid_t)strtoul(argv[2], NULL, 10);

		if (setgroups(0, NULL) == -1 || setresgid(uid, uid, uid) == -1 ||
		    setresuid(uid, uid, uid) == -1)
			return 2;
		execvp(argv[3], argv + 3);
		return 2;
	}
	for (size_t i = 0; argc >= 2 && i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(argv[1], ways[i].name) == 0)
			ways[i].act();
	fprintf(stderr, "usage: grabs fills|links|opens|straggles, or grabs as UID COMMAND...\n");
	return 2;
}
