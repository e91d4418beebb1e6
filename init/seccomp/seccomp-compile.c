/* SPDX-License-Identifier: MIT */
/*
 * seccomp-compile LIST FILTER - makes the filter that the kernel loads (seccomp(2)) from a list of
 * system calls. It runs on the build host; the machine only ever sees the filter.
 *
 * A line of the list is a call that may be made, if its arguments, counted from 0, are as it says:
 *
 *	read
 *	socket 0 == AF_INET           # it serves on IPv4
 *	clone 0 & CLONE_NEW == 0      # threads, but no namespaces
 *	deny sched_setaffinity EPERM  # asked for in vain, and it lives without
 *
 * Lines of one call are alternatives; conditions on one line must all hold. Comparisons are
 * == != < <= > >=, and & MASK ==. `deny` gives the call's maker an error; every other call that is not
 * listed kills the process. A call that could do harm beyond its maker must have a reason
 * beside it. `execve` must be listed: by it the program is started under the filter.
 *
 * Exit code: 0 done, 1 the list is wrong (FILE:LINE: why on standard error), 2 misused.
 */
#include "names.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ARGUMENTS = 6, WORDS = 40, LINE = 256 };

struct line {
	unsigned number;
	char *word[WORDS + 1]; /* ended by NULL */
	bool has_reason;
};

static const struct {
	const char *name;
	enum scmp_compare compare;
} comparisons[] = {
	{ "==", SCMP_CMP_EQ },
	{ "!=", SCMP_CMP_NE },
	{ "<", SCMP_CMP_LT },
	{ "<=", SCMP_CMP_LE },
	{ ">", SCMP_CMP_GT },
	{ ">=", SCMP_CMP_GE },
};

/* Cuts text into its words. NULL, or why not. */
static const char *split(char *text, struct line *line)
{
	char *reason = strchr(text, '#');
	size_t count = 0;

	if (strchr(text, '\n') == NULL)
		return "the line is too long, or does not end";
	line->has_reason = reason != NULL && strcspn(reason + 1, " \t\n") < strlen(reason + 1) &&
	    reason[1 + strspn(reason + 1, " \t\n")] != '\0';
	if (reason != NULL)
		*reason = '\0';
	for (char *word = strtok(text, " \t\n"); word != NULL; word = strtok(NULL, " \t\n")) {
		if (count == WORDS)
			return "the line has too many words";
		line->word[count++] = word;
	}
	line->word[count] = NULL;
	return NULL;
}

/* Reads the condition at *word and moves it behind. NULL, or why not. */
static const char *read_condition(char ***word, struct scmp_arg_cmp *condition)
{
	char **at = *word;
	uint64_t argument;
	uint64_t mask = 0;
	bool masked;
	size_t i = 0;

	if (!names_value(*at++, &argument) || argument >= ARGUMENTS)
		return "a condition begins with the number of an argument, 0 to 5";
	masked = *at != NULL && strcmp(*at, "&") == 0;
	if (masked && (at[1] == NULL || !names_value(at[1], &mask)))
		return "& has no mask that is known";
	at += masked ? 2 : 0;
	while (i < sizeof(comparisons) / sizeof(comparisons[0]) &&
	    (*at == NULL || strcmp(comparisons[i].name, *at) != 0))
		i++;
	if (i == sizeof(comparisons) / sizeof(comparisons[0]) || (masked && i != 0))
		return masked ? "after a mask stands ==" : "is no comparison";
	*condition = (struct scmp_arg_cmp){ (unsigned)argument, comparisons[i].compare, 0, 0 };
	at++;
	if (*at == NULL || !names_value(*at, masked ? &condition->datum_b : &condition->datum_a))
		return "is compared with nothing that is known";
	if (masked) {
		condition->op = SCMP_CMP_MASKED_EQ;
		condition->datum_a = mask;
	}
	*word = at + 1;
	return NULL;
}

/* Adds the line to the filter. NULL, or why not. */
static const char *add(scmp_filter_ctx filter, const struct line *line)
{
	struct scmp_arg_cmp conditions[ARGUMENTS];
	unsigned count = 0;
	char *const *word = line->word;
	char **rest;
	uint32_t action = SCMP_ACT_ALLOW;
	bool denies = strcmp(word[0], "deny") == 0;
	uint64_t error;
	int call;

	word += denies ? 1 : 0;
	call = word[0] == NULL ? __NR_SCMP_ERROR
	                       : seccomp_syscall_resolve_name_arch(SCMP_ARCH_X86_64, word[0]);
	if (call < 0)
		return "is not the name of a system call here";
	if ((denies || names_dangerous(word[0])) && !line->has_reason)
		return "needs a `# reason` beside it";
	rest = (char **)(uintptr_t)(word + 1);
	if (denies) {
		if (*rest == NULL || !names_value(*rest, &error) || error > 4095)
			return "deny NAME needs an error: EPERM, ENOSYS, ...";
		action = SCMP_ACT_ERRNO((uint16_t)error);
		rest++;
	}
	while (*rest != NULL) {
		const char *why = count == ARGUMENTS ? "has too many conditions"
		                                     : read_condition(&rest, &conditions[count++]);

		if (why != NULL)
			return why;
	}
	if (seccomp_rule_add_array(filter, action, call, count, conditions) < 0)
		return "cannot be put into the filter: does it stand twice?";
	return NULL;
}

/* Adds every line, saying all that is wrong. Returns how many lines were. */
static unsigned add_all(scmp_filter_ctx filter, FILE *file, const char *name, bool *starts)
{
	struct line line = { 0 };
	unsigned wrong = 0;
	char text[LINE];

	while (fgets(text, sizeof(text), file) != NULL) {
		const char *why;

		line.number++;
		why = split(text, &line);
		if (why == NULL && line.word[0] != NULL) {
			*starts = *starts || strcmp(line.word[0], "execve") == 0;
			why = add(filter, &line);
		}
		if (why == NULL)
			continue;
		fprintf(stderr, "%s:%u: %s: %s\n", name, line.number,
		    line.word[0] == NULL ? "" : line.word[0], why);
		wrong++;
	}
	return wrong;
}

/* Kills for what is not listed, and for calls of another architecture (32 bits, x32). */
static scmp_filter_ctx new_filter(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);

	if (filter == NULL ||
	    seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) < 0)
		return NULL;
	if (seccomp_arch_exist(filter, SCMP_ARCH_X86_64) != 0 &&
	    (seccomp_arch_add(filter, SCMP_ARCH_X86_64) < 0 ||
	        seccomp_arch_remove(filter, SCMP_ARCH_NATIVE) < 0))
		return NULL;
	/* a search tree: a call costs the same wherever it stands */
	return seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) < 0 ? NULL : filter;
}

static int write_filter(scmp_filter_ctx filter, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd == -1 || seccomp_export_bpf(filter, fd) < 0 || close(fd) == -1) {
		fprintf(stderr, "%s: cannot be written: %s\n", path, strerror(errno));
		unlink(path);
		return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	scmp_filter_ctx filter = new_filter();
	FILE *list = argc == 3 ? fopen(argv[1], "re") : NULL;
	bool starts = false;

	if (argc != 3) {
		fputs("usage: seccomp-compile LIST FILTER\n", stderr);
		return 2;
	}
	if (filter == NULL || list == NULL) {
		fprintf(stderr, "%s: %s\n", argv[1], list == NULL ? strerror(errno) : "no filter");
		return 1;
	}
	if (add_all(filter, list, argv[1], &starts) > 0)
		return 1;
	if (!starts) {
		fprintf(stderr, "%s: execve is not listed: the program could not be started\n",
		    argv[1]);
		return 1;
	}
	return write_filter(filter, argv[2]);
}
