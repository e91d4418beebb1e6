/* SPDX-License-Identifier: MIT */
/*
 * program - runs one of Knot's own programs and gives back what it said.
 */
#ifndef WHIT_DNS_PROGRAM_H
#define WHIT_DNS_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum {
	PROGRAM_ARGUMENTS_MAX = 24,
	PROGRAM_OUTPUT_MAX = 256 * 1024, /* more is dropped, not an error */
	PROGRAM_SECONDS = 240, /* then it is killed; init gives the whole render 5 minutes */
};

struct program {
	const char *arguments[PROGRAM_ARGUMENTS_MAX]; /* [0] = absolute path; NULL-ended */
	int out;      /* where standard output goes; -1 = with standard error into output */
	char *output; /* what it said, NUL-ended; free with program_free() */
	int status;   /* exit status; 128 + signal when a signal ended it */
};

/* Runs it to its end. Returns 0, or -1 with errno when it could not be started or
 * watched (then ETIMEDOUT: it took too long and was killed). */
int program_run(struct program *program);

/* Starts it with standard output and error appended to the file log. Returns its
 * process id, or -1 with errno. */
pid_t program_start(const char *const arguments[], const char *log);

/* Is there no such program? On the build host the site is judged once before Knot is built;
 * what only Knot's programs can judge waits for the second time. */
bool program_is_absent(const char *path);

void program_free(struct program *program);

#endif
