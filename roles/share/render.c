/* SPDX-License-Identifier: MIT */
/*
 * render - judges the share part of a site and makes from it what ksmbd and nfsd need.
 *
 * usage: render --site DIR --run DIR --data DIR --secrets DIR --bin DIR [--host | --checked]
 *
 * Writes into RUN:
 *
 *	folders.conf             programs/share-folders.c: the shares' folders, owners, quotas
 *	smb, nfs                 empty; there when that protocol is to be served (role.conf: when)
 *	ksmbd.conf ksmbdpwd.db   ksmbd.mountd
 *	passwd group             the accounts that it sees
 *	ksmbd.subauth            which machine it is (machine-id.h)
 *	exports nfs.conf         exportfs, nfsv4.exportd
 *	nfsd.conf                programs/nfs-server.c
 *
 * and DATA/.ids (ids.h), DATA/.subauth. Exit status: 0 good, 1 the site has mistakes (told on standard error, one a
 * line), 2 anything else.
 */
#include "file.h"
#include "machine-id.h"
#include "nfs-conf.h"
#include "numbers.h"
#include "smb-conf.h"

#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <unistd.h>

static int failed(const char *what)
{
	fprintf(stderr, "share: %s: %s\n", what, strerror(errno));
	return -1;
}

static struct capacity capacity_here(void)
{
	struct sysinfo machine = { .totalram = 256UL << 20, .mem_unit = 1 };
	cpu_set_t set;
	int processors = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;

	sysinfo(&machine);
	return capacity_of((uint64_t)machine.totalram * machine.mem_unit, (unsigned)processors);
}

static void write_folders(FILE *out, const struct settings *settings)
{
	for (size_t i = 0; i < settings->share_count; i++)
		fprintf(out, "[folder.%u]\nname = %s\npath = %s\nquota = %llu\n",
		    settings->shares[i].number, settings->shares[i].name, settings->shares[i].path,
		    (unsigned long long)settings->shares[i].quota);
}

static const struct {
	const char *name;
	mode_t mode;
	void (*write)(FILE *out, const struct settings *settings);
} files[] = {
	{ "folders.conf", 0640, write_folders },
	{ "ksmbd.conf", 0640, smb_conf_write },
	{ "ksmbdpwd.db", 0600, smb_conf_passwords },
	{ "passwd", 0644, smb_conf_passwd },
	{ "group", 0644, smb_conf_group },
	{ "exports", 0640, nfs_conf_exports },
	{ "nfs.conf", 0640, nfs_conf_root },
	{ "nfsd.conf", 0640, nfs_conf_server },
};

/* What stands in memory and then, whole, in the file. */
static int write_file(const struct settings *settings, size_t index)
{
	char path[PATH_MAX];
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	int result = -1;

	if (out == NULL)
		return failed(files[index].name);
	files[index].write(out, settings);
	if (fclose(out) == 0 &&
	    snprintf(path, sizeof(path), "%s/%s", settings->folders.run, files[index].name) <
	        PATH_MAX)
		result = file_replace(path, text, files[index].mode);
	if (result == -1)
		failed(files[index].name);
	if (text != NULL)
		explicit_bzero(text, size);
	free(text);
	return result;
}

/* There when it is wanted, else not. */
static int mark(const struct settings *settings, const char *name, bool wanted)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s", settings->folders.run, name) >= PATH_MAX)
		return -1;
	if (wanted)
		return file_replace(path, "", 0644);
	return unlink(path) == 0 || errno == ENOENT ? 0 : -1;
}

/* NFS clients come to a share from above: they must be able to pass, and see only shares there. */
static int open_folders(const struct settings *settings)
{
	char path[PATH_MAX];

	if (chmod(settings->folders.data, 0755) == -1)
		return failed(settings->folders.data);
	if (snprintf(path, sizeof(path), "%s/.nfsdcld", settings->folders.data) >= PATH_MAX ||
	    (mkdir(path, 0700) == -1 && errno != EEXIST))
		return failed("the folder of nfsdcld");
	return 0;
}

static int write_all(const struct settings *settings)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (write_file(settings, i) == -1)
			return -1;
	if (open_folders(settings) == -1 || machine_id_give(&settings->folders) == -1)
		return -1;
	if (mark(settings, "smb", settings->smb) == -1 ||
	    mark(settings, "nfs", settings->nfs) == -1)
		return failed(settings->folders.run);
	return 0;
}

int main(int count, char **words)
{
	struct problems problems = { 0 };
	struct settings settings;
	struct folders folders;
	size_t errors;

	folders_read(count, words, &folders);
	/* 1. What the site says; its mistakes are collected, not fatal one by one. */
	if (settings_load(&settings, &folders, &problems) == -1) {
		failed("cannot read the site");
		return RENDER_FAILED;
	}
	settings.capacity = capacity_here();
	errors = problems_print(&problems, stderr);
	problems_free(&problems);
	/* 2. Only a site without mistakes changes anything: numbers for ever, then what is served. */
	if (errors == 0 && (numbers_give(&settings) == -1 || write_all(&settings) == -1)) {
		settings_free(&settings);
		return RENDER_FAILED;
	}
	settings_free(&settings);
	return errors ? RENDER_BAD : RENDER_GOOD;
}
