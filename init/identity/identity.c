/* SPDX-License-Identifier: MIT */
/*
 * identity - who this machine is: decided once, before anything else runs.
 *
 *	identity              on a machine: words of the kernel command line
 *	identity --container  in a container: those that init was started with
 *
 * Lowest first: the site, unless its bundle is of a layout that this image does not know (bundle.h);
 * the seed; the words. /data is there by now, for it may know what an earlier seed said. Sets the
 * hostname and writes /run/whit/boot.conf, in the syntax of site.conf: what here differs from the site.
 * Runs as root, once, for as long as that takes; nothing wrong here keeps the machine from starting.
 */
#include "bundle.h"
#include "cmdline.h"
#include "core-schema.h"
#include "file.h"
#include "io.h"
#include "seed.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WORDS_MAX = 4096, CONF_MAX = 64 * 1024 };

static char conf[CONF_MAX];
static size_t used;

static void put(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Adds a line to boot.conf; beyond its size nothing more. */
static void put(const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(conf + used, sizeof(conf) - used, format, arguments);
	va_end(arguments);
	if (length > 0 && (size_t)length < sizeof(conf) - used)
		used += (size_t)length;
	conf[used] = '\0';
}

static void read_words(bool machine, struct cmdline *cmdline, struct problems *problems)
{
	const char *path = machine ? "/proc/cmdline" : "/proc/1/cmdline";
	char text[WORDS_MAX] = "";
	ssize_t length = io_read_file(path, text, sizeof(text));

	if (length == -1)
		fprintf(stderr, "identity: %s: %s\n", path, strerror(errno));
	for (ssize_t i = 0; i < length; i++) /* a program's words end with NUL */
		if (text[i] == '\0')
			text[i] = ' ';
	cmdline_read(cmdline, text, problems);
}

static void set_hostname(const struct cmdline *cmdline, const struct site *seed,
    const struct site *site, bool machine)
{
	const char *name = site_value(site, site_section(site, "site"), "hostname", "whit");

	name = site_value(seed, site_section(seed, "site"), "hostname", name);
	if (cmdline->hostname[0] != '\0')
		name = cmdline->hostname;
	if (sethostname(name, strlen(name)) == -1 && (machine || errno != EPERM))
		fprintf(stderr, "hostname %s: %s\n", name, strerror(errno));
	put("[site]\nhostname = %s\n", name);
}

/* The seed's entries of a section but those whose key the command line has given. */
static void put_entries(const struct site *seed, const struct site_section *section,
    const char *given)
{
	if (section == NULL || seed->entries == NULL)
		return;
	for (size_t i = 0; i < section->count; i++) {
		const struct site_entry *entry = &seed->entries[section->first + i];

		if (!text_list_has(given, entry->key))
			put("%s = %s\n", entry->key, entry->value);
	}
}

static void put_word(const char *key, const char *value, char *given, size_t size)
{
	if (value[0] == '\0')
		return;
	put("%s = %s\n", key, value);
	snprintf(given + strlen(given), size - strlen(given), "%s ", key);
}

static void put_network(const struct cmdline *cmdline, const struct site *seed,
    const struct site *site)
{
	const struct site_section *first = site_section(site, "network");
	const struct site_section *section = NULL;
	char given[64] = "";

	put("[network]\n");
	put_word("address", cmdline->address, given, sizeof(given));
	put_word("gateway", cmdline->gateway, given, sizeof(given));
	put_word("dns", cmdline->dns, given, sizeof(given));
	if (site_value(site, first, "mac", NULL) == NULL &&
	    site_value(site, first, "driver", NULL) == NULL)
		put_word("mac", cmdline->card, given, sizeof(given));
	put_entries(seed, site_section(seed, "network"), given);
	while ((section = site_next_section(seed, "network", section)) != NULL) {
		put("[%s]\n", section->title);
		put_entries(seed, section, "");
	}
}

int main(int argc, char **argv)
{
	static struct cmdline cmdline;
	struct problems problems = { 0 };
	struct site site = { 0 }, seed = { 0 };
	uint64_t wait = 0; /* ms */
	bool machine = argc == 1;

	if (argc > 1 && strcmp(argv[1], "--container") != 0) {
		fputs("usage: identity [--container]\n", stderr);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	/* 1. What is given: the words, the site, and on a machine a seed. */
	read_words(machine, &cmdline, &problems);
	if (bundle_is_known("/site", &problems)) {
		if (site_load(&site, "/site", "site.conf", &problems) == -1)
			perror("identity: site.conf");
		core_check(&site, &problems);
	}
	text_duration(cmdline.seed_wait, &wait);
	if (machine)
		seed_read(&seed, wait, &problems);
	/* 2. What that makes of this machine. */
	set_hostname(&cmdline, &seed, &site, machine);
	put_network(&cmdline, &seed, &site);
	put("[admin]\n");
	put_entries(&seed, site_section(&seed, "admin"), "");
	if (file_replace("/run/whit/boot.conf", conf, 0644) == -1)
		perror("identity: /run/whit/boot.conf");
	/* mount-data has made it, but not in a container, nor when it was killed. */
	if (access("/run/whit/machine-id", F_OK) == -1 &&
	    file_replace("/run/whit/machine-id", "none\n", 0444) == -1)
		perror("identity: /run/whit/machine-id");
	problems_print(&problems, stderr);
	return 0;
}
