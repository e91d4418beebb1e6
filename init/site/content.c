/* SPDX-License-Identifier: MIT */
/*
 * content - part of site-check (check.h): looks through the files that a bundle would hold
 * for what does not belong there: private keys, links that leave the site, sockets;
 * and at the public keys that [admin] names.
 */

#include "check.h"
#include "io.h"
#include "text-values.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	DEPTH_MAX = 64,      /* of folders in folders */
	HEAD_MAX = 256,      /* bytes of a file looked at */
	KEY_MAX = 16 * 1024, /* bytes of a public key file */
};

/* The walk through a site. */
struct walk {
	struct problems *problems;
	char root[PATH_MAX]; /* the site's real path and a slash */
	size_t root_length;
	char path[PATH_MAX]; /* of where the walk is now: root and a name */
};

/* What the bundle leaves out: dot files but .well-known, editors' backups, and at the top
 * secrets/ and roles/. The same list stands in scripts/bundle. */
static bool is_left_out(const char *name, unsigned depth)
{
	size_t length = strlen(name);

	if (name[0] == '.')
		return strcmp(name, ".well-known") != 0;
	if (length > 1 && name[length - 1] == '~')
		return true;
	if (length > 2 && name[0] == '#' && name[length - 1] == '#')
		return true;
	return depth == 0 && (strcmp(name, "secrets") == 0 || strcmp(name, "roles") == 0);
}

static void report(struct walk *walk, const char *why)
{
	problem_add(walk->problems, walk->path + walk->root_length, 0, NULL, "%s", why);
}

static void check_file(struct walk *walk)
{
	char head[HEAD_MAX + 1];
	int fd = open(walk->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t length = fd == -1 ? -1 : read(fd, head, HEAD_MAX);

	if (length == -1)
		report(walk, strerror(errno));
	if (fd != -1)
		close(fd);
	head[length == -1 ? 0 : length] = '\0';
	if (strncmp(head, "-----BEGIN ", 11) == 0 && strstr(head, "PRIVATE KEY-----"))
		problem_warn(walk->problems, walk->path + walk->root_length, 0, NULL,
		    "is a private key, and what is not in secrets/ is readable by everyone");
}

static void check_link(struct walk *walk)
{
	const char *name = walk->path + walk->root_length;
	char target[PATH_MAX], written[PATH_MAX];
	ssize_t length = readlink(walk->path, written, sizeof(written));
	const char *reason;

	if (length == -1 || !realpath(walk->path, target)) {
		problem_add(walk->problems, name, 0, NULL, "is a link to nothing: %s",
		    strerror(errno));
		return;
	}
	if (written[0] == '/' || strncmp(target, walk->root, walk->root_length) != 0) {
		problem_add(walk->problems, name, 0, NULL,
		    "is a link that leaves the site, to %.*s", (int)length, written);
		return;
	}
	reason = text_path(target + walk->root_length);
	if (reason)
		problem_add(walk->problems, name, 0, NULL, "is a link to %s, which %s",
		    target + walk->root_length, reason);
}

static void check_folder(struct walk *walk, unsigned depth);

static void check_entry(struct walk *walk, const char *name, unsigned depth)
{
	size_t length = strlen(walk->path);
	struct stat status;

	if (length + 1 + strlen(name) >= sizeof(walk->path)) {
		report(walk, strerror(ENAMETOOLONG));
		return;
	}
	if (depth > 0)
		walk->path[length] = '/';
	memcpy(walk->path + length + (depth > 0), name, strlen(name) + 1);
	if (lstat(walk->path, &status) == -1)
		report(walk, strerror(errno));
	else if (S_ISDIR(status.st_mode))
		check_folder(walk, depth + 1);
	else if (S_ISREG(status.st_mode))
		check_file(walk);
	else if (S_ISLNK(status.st_mode))
		check_link(walk);
	else
		report(walk, "is neither file, folder nor link");
	walk->path[length] = '\0';
}

static void check_folder(struct walk *walk, unsigned depth)
{
	DIR *folder = depth <= DEPTH_MAX ? opendir(walk->path) : NULL;
	struct dirent *entry;

	if (!folder) {
		report(walk,
		    depth <= DEPTH_MAX ? strerror(errno) : "has too many folders above it");
		return;
	}
	while ((entry = readdir(folder))) {
		if (!is_left_out(entry->d_name, depth))
			check_entry(walk, entry->d_name, depth);
	}
	closedir(folder);
}

/* ~/FILE is in the home folder, /FILE anywhere, everything else in the site. */
static bool find_key_file(const struct check *check, const char *name, char path[PATH_MAX])
{
	const char *home = getenv("HOME");

	if (name[0] == '~' && name[1] == '/')
		return join_path(path, home ? home : "/", name + 2);
	return name[0] == '/' ? join_path(path, "", name) : join_path(path, check->folder, name);
}

static void check_key(struct check *check, const struct site_entry *entry)
{
	char path[PATH_MAX], text[KEY_MAX];

	if (strchr(entry->value, ' ') || strncmp(entry->value, "ssh-", 4) == 0)
		return; /* the key itself: core_check() has read it */
	if (!find_key_file(check, entry->value, path))
		problem_add(&check->problems, check->site.file, entry->line, entry->key, "%s",
		    strerror(ENAMETOOLONG));
	else if (io_read_file(path, text, sizeof(text)) == -1)
		problem_warn(&check->problems, check->site.file, entry->line, entry->key,
		    "%s: %s; the image will not know this key", entry->value, strerror(errno));
	else if (strncmp(text, "ssh-", 4) != 0 && strncmp(text, "ecdsa-", 6) != 0 &&
	    strncmp(text, "sk-", 3) != 0)
		problem_add(&check->problems, check->site.file, entry->line, entry->key,
		    "%s is not a public key of SSH (its name ends in .pub)", entry->value);
}

int check_content(struct check *check)
{
	const struct site_section *admin = site_section(&check->site, "admin");
	const struct site_entry *key = NULL;
	struct walk walk = { .root = "" };

	while ((key = site_next_entry(&check->site, admin, "ssh_key", key)))
		check_key(check, key);

	walk.problems = &check->problems;
	if (!realpath(check->folder, walk.root) || strlen(walk.root) + 1 >= sizeof(walk.root))
		return 0; /* site_load() has said so */
	walk.root_length = strlen(walk.root) + 1;
	memcpy(walk.root + walk.root_length - 1, "/", 2);
	memcpy(walk.path, walk.root, walk.root_length + 1);
	check_folder(&walk, 0);
	return 0;
}
