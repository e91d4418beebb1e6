/* SPDX-License-Identifier: MIT */
/*
 * install - puts Whit on a disk: the one service of an installer (docs/install.md).
 *
 * The kernel command line says where to:
 *
 *	whit.install=ask          asks on the console (also when nothing is said)
 *	             auto         the one disk that is blank
 *	             largest      the largest of those
 *	             /dev/NAME, serial:SERIAL     this one
 *	             hardware     nowhere: shows what the machine is made of, and then asks
 *	whit.erase=yes            what is on the named disk may go, but Whit's own /data
 *	           all            /data as well
 *
 * When it is done the machine starts again. When it cannot be done it says why and waits for somebody.
 */
#include "cmdline.h"
#include "io.h"
#include "report.h"
#include "sums.h"
#include "target.h"
#include "write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	WORDS_MAX = 4096,
	LOOKS = 20,
	QUIET_LOOKS = 4,
	LOOK_EVERY = 500 * 1000, /* microseconds */
	ANSWER = 64,
};

static struct target targets[TARGETS];
static size_t count;

/* Disks come one after the other: until there have been no more for a while. */
static void find_targets(void)
{
	size_t before = 0;
	int quiet = 0;

	count = targets_find(targets);
	for (int looks = 0; looks < LOOKS && (count == 0 || quiet < QUIET_LOOKS); looks++) {
		before = count;
		usleep(LOOK_EVERY);
		count = targets_find(targets);
		quiet = count == before ? quiet + 1 : 0;
	}
}

static void show_targets(void)
{
	if (count == 0)
		puts("There is no disk that could be written.");
	for (size_t i = 0; i < count; i++)
		printf("%3zu  %-12s %8llu MiB  %-20s %-20s %s\n", i + 1, targets[i].device,
		    (unsigned long long)(targets[i].bytes >> 20), targets[i].model,
		    targets[i].serial, target_holds_text(targets[i].holds));
}

/* Asks init to start the machine again, and waits for that. */
static _Noreturn void start_again(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		execl("/usr/bin/whit", "whit", "reboot", (char *)NULL);
		_exit(127);
	}
	for (;;)
		pause();
}

static bool is_free(const struct target *target)
{
	return target->holds != TARGET_WHIT && target->holds != TARGET_WHIT_ODD &&
	    target->holds != TARGET_FOREIGN;
}

static bool has_data(const struct target *target)
{
	return target->holds == TARGET_WHIT || target->holds == TARGET_UNFINISHED_KEEP;
}

/* The disk of this name or serial number; NULL and why. */
static const struct target *choose_named(const char *word, const char **why)
{
	const struct target *chosen = NULL;

	*why = "there is no such disk";
	for (size_t i = 0; i < count; i++) {
		const struct target *target = &targets[i];

		if (strcmp(word, target->device) != 0 &&
		    (strncmp(word, "serial:", 7) != 0 || strcmp(word + 7, target->serial) != 0))
			continue;
		if (chosen != NULL) {
			*why = "several disks bear this serial number: name one by /dev/NAME";
			return NULL;
		}
		chosen = target;
	}
	return chosen;
}

/* The only blank disk, or the largest of them; NULL and why. */
static const struct target *choose_blank(bool largest, const char **why)
{
	const struct target *chosen = NULL;
	size_t blank = 0;

	for (size_t i = 0; i < count; i++) {
		if (!is_free(&targets[i]))
			continue;
		blank++;
		if (chosen == NULL || targets[i].bytes > chosen->bytes)
			chosen = &targets[i];
	}
	if (blank == 0)
		*why = "no disk is blank; one that is not must be named: whit.install=/dev/NAME "
		       "whit.erase=yes";
	if (blank <= 1 || largest)
		return chosen;
	*why = "several disks are blank; say which: whit.install=/dev/NAME, or largest";
	return NULL;
}

/* Does the word name a disk, and not just say which kind? */
static bool is_name(const char *word)
{
	return word[0] == '/' || strncmp(word, "serial:", 7) == 0;
}

/* A line from the console; false = there is none any more. */
static bool ask(const char *question, char answer[ANSWER])
{
	printf("%s ", question);
	fflush(stdout);
	if (fgets(answer, ANSWER, stdin) == NULL)
		return false;
	answer[strcspn(answer, "\r\n")] = '\0';
	return true;
}

/* Installs, and starts the machine again; returns only why it could not. */
static const char *install(const struct target *target, bool keep, bool asked)
{
	char answer[ANSWER];
	const char *why;

	why = sums_check();
	if (why != NULL)
		return why;
	if (!target_is_same(target))
		return "it is another disk now, or holds something else";
	printf("\nWhit goes to %s (%llu MiB%s%s%s%s)%s.\n", target->device,
	    (unsigned long long)(target->bytes >> 20), target->model[0] == '\0' ? "" : " ",
	    target->model, target->serial[0] == '\0' ? "" : " ", target->serial,
	    keep ? "; /data stays as it is" : "");
	why = write_disk(target, keep);
	if (why != NULL)
		return why;
	printf("Whit is installed on %s.\n", target->device);
	if (asked)
		ask("Take the medium out; Enter starts the machine again.", answer);
	start_again();
}

/* As the command line says. Returns why it could not. What stands on a disk that was not named is never erased. */
static const char *install_unasked(const struct cmdline *cmdline)
{
	bool named = is_name(cmdline->install);
	const struct target *target;
	const char *why;

	if (count == TARGETS && cmdline->install[0] != '/')
		return "there are too many disks to choose from: name one by /dev/NAME";
	target = named ? choose_named(cmdline->install, &why)
	               : choose_blank(strcmp(cmdline->install, "largest") == 0, &why);
	if (target == NULL)
		return why;
	if (!is_free(target) && cmdline->erase[0] == '\0')
		return "there is something on it, which must be allowed to go: whit.erase=yes";
	if (target->holds == TARGET_WHIT_ODD && strcmp(cmdline->erase, "all") != 0)
		return "a /data of Whit is on it that cannot stay, for the partitions are not as "
		       "Whit "
		       "makes them; it must be allowed to go: whit.erase=all";
	return install(target, has_data(target) && !(named && strcmp(cmdline->erase, "all") == 0),
	    false);
}

/* May the disk be used, and what of it stays? False = no. */
static bool ask_consent(const struct target *target, bool *keep)
{
	char answer[ANSWER];

	*keep = false;
	if (has_data(target)) {
		if (!ask("Whit's /data is on it. Type keep to keep it, or erase:", answer))
			return false;
		*keep = strcmp(answer, "keep") == 0;
		return *keep || strcmp(answer, "erase") == 0;
	}
	if (is_free(target))
		return true;
	printf("All that is on %s will be lost. ", target->device);
	return ask("Type its name, as it stands above, to go on:", answer) &&
	    strcmp(answer, target->device) == 0;
}

/* One question to whoever is at the console. False when there is nobody. */
static bool converse(void)
{
	char answer[ANSWER];
	const char *why;
	size_t number;
	bool keep;

	find_targets();
	puts("\nWhere shall Whit be installed?\n");
	show_targets();
	if (!ask("\nNumber of the disk; h: what this machine is made of; r: start it again:",
	        answer))
		return false;
	if (strcmp(answer, "h") == 0)
		report_show();
	if (strcmp(answer, "r") == 0)
		start_again();
	number = strtoul(answer, NULL, 10);
	if (number == 0 || number > count)
		return true;
	if (!ask_consent(&targets[number - 1], &keep)) {
		puts("Nothing was written.");
		return true;
	}
	why = install(&targets[number - 1], keep, true);
	printf("\n%s: Whit is not installed: %s\n", targets[number - 1].device, why);
	return true;
}

static void read_words(struct cmdline *cmdline)
{
	static char text[WORDS_MAX];
	struct problems problems = { 0 };

	if (io_read_file("/proc/cmdline", text, sizeof(text)) == -1)
		text[0] = '\0';
	cmdline_read(cmdline, text, &problems);
	problems_free(&problems); /* `identity` tells them */
}

int main(void)
{
	static struct cmdline cmdline;
	const char *why;

	setvbuf(stdout, NULL, _IOLBF, 0);
	read_words(&cmdline);
	if (strcmp(cmdline.install, "hardware") == 0)
		report_show();
	else if (cmdline.install[0] != '\0' && strcmp(cmdline.install, "ask") != 0) {
		find_targets();
		why = install_unasked(&cmdline);
		printf("\n%s: Whit is not installed: %s\n", cmdline.install, why);
	}
	while (converse())
		;
	for (;;)
		pause(); /* Ctrl-Alt-Del starts the machine again */
}
