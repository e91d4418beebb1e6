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
	LOOK_EVERY = 500 * 1000, /* microseconds; all else here is looks */
	LOOKS = 20,
	QUIET_LOOKS = 4,
	CHOICE_LOOKS = 120, /* where nobody says which disk: some take long to spin up */
	CHOICE_QUIET_LOOKS = 20,
	ANSWER = 64,
	BIOS_BLOCK = 512, /* no BIOS starts from disks with other blocks */
};

static struct target targets[TARGETS];
static size_t count;

/* Is `word` the name of this disk, or its serial number? */
static bool is_named(const struct target *target, const char *word)
{
	return strcmp(word, target->device) == 0 ||
	    (strncmp(word, "serial:", 7) == 0 && strcmp(word + 7, target->serial) == 0);
}

static bool is_there(const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (is_named(&targets[i], word))
			return true;
	return false;
}

/* Disks come one after the other: until there have been no more for `quiet` looks, and the named one (NULL = none) is there. */
static void find_targets(const char *named, int quiet, int most)
{
	size_t before = 0;
	int same = 0;

	count = targets_find(targets);
	for (int looks = 0; looks < most; looks++) {
		if (count > 0 && same >= quiet && (named == NULL || is_there(named)))
			break;
		before = count;
		usleep(LOOK_EVERY);
		count = targets_find(targets);
		same = count == before ? same + 1 : 0;
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

		if (!is_named(target, word))
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

/* The disks for a word of the command line. */
static void find_targets_for(const char *word)
{
	if (is_name(word)) {
		find_targets(word, QUIET_LOOKS, LOOKS);
		return;
	}
	printf("Waiting until no further disk has come for %d s.\n",
	    CHOICE_QUIET_LOOKS * LOOK_EVERY / 1000000);
	find_targets(NULL, CHOICE_QUIET_LOOKS, CHOICE_LOOKS);
}

/* A line from the console, "" when it is too long; false = there is none any more. */
static bool ask(const char *question, char answer[ANSWER])
{
	int rest = '\n';

	printf("%s ", question);
	fflush(stdout);
	if (fgets(answer, ANSWER, stdin) == NULL)
		return false;
	if (strchr(answer, '\n') == NULL)
		answer[0] = rest = '\0';
	while (rest != '\n' && rest != EOF) /* which is no answer to the next question */
		rest = getchar();
	answer[strcspn(answer, "\r\n")] = '\0';
	return true;
}

/* Installs, and starts the machine again; returns only why it could not. `words` said so; NULL = somebody at the console. */
static const char *install(const struct target *target, bool keep, const char *words)
{
	char answer[ANSWER];
	const char *why;

	if (target->block != BIOS_BLOCK && access("/sys/firmware/efi", F_OK) == -1)
		return "BIOS has started this machine, and starts nothing from a disk with blocks "
		       "of 4096 bytes: start the installer by UEFI";
	why = sums_check();
	if (why != NULL)
		return why;
	if (!target_is_same(target))
		return "it is another disk now, or holds something else";
	printf("\nWhit goes to %s (%llu MiB%s%s%s%s)%s.\n", target->device,
	    (unsigned long long)(target->bytes >> 20), target->model[0] == '\0' ? "" : " ",
	    target->model, target->serial[0] == '\0' ? "" : " ", target->serial,
	    keep ? "; /data stays as it is" : "");
	why = write_disk(target, keep, words == NULL ? "" : words);
	if (why != NULL)
		return why;
	printf("Whit is installed on %s.\n", target->device);
	if (words == NULL)
		ask("Take the medium out; Enter starts the machine again.", answer);
	start_again();
}

/* What stands on the disk may go. On a disk that was not named nothing ever does, and what these words have installed does not go for
 * them once more: a machine that starts from the network would install, and lose its /data, at every start. NULL, or why not. */
static const char *may_overwrite(const struct target *target, const struct cmdline *cmdline,
    const char *words)
{
	if (is_free(target))
		return NULL;
	if (cmdline->erase[0] == '\0')
		return "there is something on it, which must be allowed to go: whit.erase=yes";
	if (target->holds == TARGET_WHIT_ODD && strcmp(cmdline->erase, "all") != 0)
		return "a /data of Whit is on it that cannot stay, for the partitions are not as "
		       "Whit makes them; it must be allowed to go: whit.erase=all";
	if (target->holds == TARGET_WHIT && write_was_done(target, words))
		return "this very image was installed on it by these very words: take them away, "
		       "and let the machine start from this disk";
	return NULL;
}

/* As the command line says. Returns why it could not. */
static const char *install_unasked(const struct cmdline *cmdline)
{
	char words[sizeof(cmdline->install) + sizeof(cmdline->erase) + 1];
	bool named = is_name(cmdline->install);
	const struct target *target;
	const char *why;

	if (count == TARGETS && cmdline->install[0] != '/')
		return "there are too many disks to choose from: name one by /dev/NAME";
	target = named ? choose_named(cmdline->install, &why)
	               : choose_blank(strcmp(cmdline->install, "largest") == 0, &why);
	if (target == NULL)
		return why;
	snprintf(words, sizeof(words), "%s %s", cmdline->install, cmdline->erase);
	why = may_overwrite(target, cmdline, words);
	if (why != NULL)
		return why;
	return install(target, has_data(target) && !(named && strcmp(cmdline->erase, "all") == 0),
	    words);
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
		return ask("Type yes to go on:", answer) && strcmp(answer, "yes") == 0;
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

	find_targets(NULL, QUIET_LOOKS, LOOKS);
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
	why = install(&targets[number - 1], keep, NULL);
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
		find_targets_for(cmdline.install);
		why = install_unasked(&cmdline);
		printf("\n%s: Whit is not installed: %s\n", cmdline.install, why);
	}
	while (converse())
		;
	for (;;)
		pause(); /* Ctrl-Alt-Del starts the machine again */
}
