/* SPDX-License-Identifier: MIT */
#include "listening.h"

#include "cleanup.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

enum {
	BLOCK = 4096, /* bytes at a time */
	BLOCKS = 64,  /* of a file, and no more: those who listen stand first */
};

bool listening_in(const char *text, enum listening kind, unsigned port, uid_t uid)
{
	for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
		unsigned local, state, owner;

		line += *line == '\n';
		if (sscanf(line, "%*u: %*[0-9A-F]:%4x %*[0-9A-F]:0000 %2x %*x:%*x %*x:%*x %*x %u",
		        &local, &state, &owner) == 3 &&
		    local == port && state == kind && owner == uid)
			return true;
	}
	return false;
}

static bool look_at(const char *path, enum listening kind, unsigned port, uid_t uid)
{
	char text[BLOCK + 1];
	size_t kept = 0; /* of a line that was cut */
	autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);

	for (int i = 0; fd != -1 && i < BLOCKS; i++) {
		ssize_t got = read(fd, text + kept, BLOCK - kept);
		const char *end;

		if (got <= 0)
			return false;
		text[kept + (size_t)got] = '\0';
		if (listening_in(text, kind, port, uid))
			return true;
		end = strrchr(text, '\n');
		kept = end == NULL ? 0 : strlen(end + 1);
		memmove(text, text + strlen(text) - kept, kept);
	}
	return false;
}

bool listening(pid_t pid, enum listening kind, unsigned port, uid_t uid)
{
	char path[32];
	int length = snprintf(path, sizeof(path), "/proc/%d/net/%s6", (int)pid,
	    kind == LISTENING_TCP ? "tcp" : "udp");

	if (look_at(path, kind, port, uid))
		return true;
	path[length - 1] = '\0';
	return look_at(path, kind, port, uid);
}
