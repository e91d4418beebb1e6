/* SPDX-License-Identifier: MIT */
/*
 * content - part of site-check (check.h): looks through the files that a bundle would hold
 * for what does not belong there: private keys, links that leave the site, sockets;
 * and at the public keys that [admin] names.
 */

#include "check.h"
#include "io.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	FOLDERS_OPEN = 32,               /* by nftw(3) at a time */
	HEAD_MAX = 256,                  /* bytes of a file looked at */
	KEY_MAX = 16 * 1024,             /* bytes of a public key file */
};

/* nftw(3) gives its callback no argument. */
static struct {
	struct check *check;
	size_t root_length;              /* of the site's real path, and a slash */
	char root[PATH_MAX];
} walk;

/* What the bundle leaves out: dot files but .well-known, editors' backups, and at the top
 * secrets/ and roles/. The same list stands in scripts/bundle. */
static bool is_left_out(const char *name, int level)
{
	size_t length = strlen(name);

	if (name[0] == '.')
		return strcmp(name, ".well-known") != 0;
	if (length > 1 && name[length - 1] == '~')
		return true;
	if (length > 2 && name[0] == '#' && name[length - 1] == '#')
		return true;
	return level == 1 && (strcmp(name, "secrets") == 0 || strcmp(name, "roles") == 0);
}

static void warn_of_private_key(const char *path, const char *name)
{
	char head[HEAD_MAX + 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t length = fd == -1 ? -1 : read(fd, head, HEAD_MAX);

	if (fd != -1)
		close(fd);
	if (length == -1) {
		problem_add(&walk.check->problems, name, 0, NULL, "%s", strerror(errno));
		return;
	}
	head[length] = '\0';
	if (strncmp(head, "-----BEGIN ", 11) == 0 && strstr(head, "PRIVATE KEY-----"))
		problem_warn(&walk.check->problems, name, 0, NULL,
		    "is a private key, and what is not in secrets/ is readable by everyone");
}

static void check_link(const char *path, const char *name)
{
	char target[PATH_MAX];

	if (!realpath(path, target))
		problem_add(&walk.check->problems, name, 0, NULL, "is a link to nothing: %s",
		    strerror(errno));
	else if (strncmp(target, walk.root, walk.root_length) != 0)
		problem_add(&walk.check->problems, name, 0, NULL,
		    "is a link that leaves the site, to %s", target);
	else if (text_path(target + walk.root_length))
		problem_add(&walk.check->problems, name, 0, NULL,
		    "is a link to %s, which %s", target + walk.root_length,
		    text_path(target + walk.root_length));
}

static int check_file(const char *path, const struct stat *status, int type, struct FTW *place)
{
	const char *name = path + walk.root_length;

	if (place->level == 0)
		return FTW_CONTINUE;
	if (is_left_out(path + place->base, place->level))
		return type == FTW_D || type == FTW_DNR ? FTW_SKIP_SUBTREE : FTW_CONTINUE;
	if (type == FTW_DNR || type == FTW_NS) {
		problem_add(&walk.check->problems, name, 0, NULL, "cannot be read");
	} else if (S_ISLNK(status->st_mode)) {
		check_link(path, name);
	} else if (S_ISREG(status->st_mode)) {
		warn_of_private_key(path, name);
	} else if (!S_ISDIR(status->st_mode)) {
		problem_add(&walk.check->problems, name, 0, NULL,
		    "is neither file, folder nor link");
	}
	return FTW_CONTINUE;
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

	if (strchr(entry->value, ' '))
		return;                  /* the key itself: core_check() has read it */
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

	while ((key = site_next_entry(&check->site, admin, "ssh_key", key)))
		check_key(check, key);

	walk.check = check;
	if (!realpath(check->folder, walk.root))
		return 0;                /* site_load() has said so */
	strncat(walk.root, "/", sizeof(walk.root) - strlen(walk.root) - 1);
	walk.root_length = strlen(walk.root);
	if (nftw(walk.root, check_file, FOLDERS_OPEN, FTW_PHYS | FTW_ACTIONRETVAL) == -1) {
		fprintf(stderr, "site-check: %s: %s\n", check->folder, strerror(errno));
		return -1;
	}
	return 0;
}
