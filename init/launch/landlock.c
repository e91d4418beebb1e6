/* SPDX-License-Identifier: MIT */
#include "landlock.h"

#include "cleanup.h"
#include "text.h"
#include "view.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>

/* What came after version 1, by number: the headers of a build host may be older. */
enum {
	TRUNCATE = 1 << 14,             /* version 3 */
	USE_DEVICE = 1 << 15,           /* 5 */
	SCOPE_ABSTRACT_SOCKET = 1 << 0, /* 6 */
	SCOPE_SIGNAL = 1 << 1,
};

enum {
	EXECUTE = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE,
	READ = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
	DEVICES = LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK,
	EVERYTHING = (1 << 16) - 1, /* known here; less with an older kernel */
	WRITE = EVERYTHING & ~(LANDLOCK_ACCESS_FS_EXECUTE | DEVICES),
	OF_FILES = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE |
	    LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE | USE_DEVICE,
};

/* struct landlock_ruleset_attr of version 6 */
struct rules {
	uint64_t files;
	uint64_t network;
	uint64_t scopes;
};

int landlock_version(void)
{
	int version =
	    (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return version < 0 ? 0 : version;
}

/* What the kernel can refuse, of what is known here. */
static uint64_t known_to(int version)
{
	if (version >= 5)
		return EVERYTHING;
	if (version >= 3)
		return EVERYTHING & ~USE_DEVICE;
	return EVERYTHING & ~(USE_DEVICE | TRUNCATE | (version < 2 ? LANDLOCK_ACCESS_FS_REFER : 0));
}

/* What is not there needs no rule. */
static int allow(int rules, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access };
	struct stat file;
	autoclose int fd = open(path, O_PATH | O_CLOEXEC);

	if (fd == -1 || fstat(fd, &file) == -1)
		return errno == ENOENT ? 0 : -1;
	rule.parent_fd = fd;
	if (!S_ISDIR(file.st_mode))
		rule.allowed_access &= OF_FILES;
	return (int)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

static int allow_all(int rules, const char *paths, uint64_t access)
{
	char path[PATH_MAX];

	while (text_next_word(&paths, path, sizeof(path)) == 1)
		if (allow(rules, path, access) == -1)
			return -1;
	return 0;
}

static int allow_role(int rules, const char *role, uint64_t access)
{
	char paths[PATH_MAX];

	snprintf(paths, sizeof(paths), "/data/%s /run/%s", role, role);
	return allow_all(rules, paths, access);
}

int landlock_restrict(const struct view *view)
{
	int version = landlock_version();
	uint64_t known = known_to(version);
	const struct rules wanted = {
		.files = known,
		.scopes = SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL,
	};
	size_t size = version >= 6 ? sizeof(wanted) : sizeof(wanted.files);
	bool any_program = view->program == NULL;
	autoclose int rules = -1;

	if (version == 0)
		return 0;
	rules = (int)syscall(SYS_landlock_create_ruleset, &wanted, size, 0);
	if (rules == -1 || allow(rules, "/", READ | (any_program ? EXECUTE : 0)) == -1 ||
	    allow_all(rules, "/tmp /dev", WRITE & known) == -1 ||
	    allow_all(rules, view->writable, WRITE & known) == -1 ||
	    allow_role(rules, view->role, WRITE & known) == -1 ||
	    (!any_program && allow(rules, view->program, EXECUTE) == -1) ||
	    allow_all(rules, view->execute, EXECUTE) == -1)
		return -1;
	return (int)syscall(SYS_landlock_restrict_self, rules, 0);
}
