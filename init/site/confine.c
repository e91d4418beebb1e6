/* SPDX-License-Identifier: MIT */
/* confine - see confine.h. landlock(7), of which Linux 6.1 has what we cannot do without. */

#include "confine.h"

#include "cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef LANDLOCK_ACCESS_FS_TRUNCATE /* headers older than Linux 6.2: those of a build host */
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

/* Whatever changes a file system; what an older kernel does not know, it cannot forbid. */
static uint64_t changes(long version)
{
	uint64_t access = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
	    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
	    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
	    LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
	    LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

	if (version >= 2)
		access |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		access |= LANDLOCK_ACCESS_FS_TRUNCATE;
	return access;
}

/* What is not there need not be allowed. */
static int allow(int rules, uint64_t access, const char *path)
{
	autoclose int fd = open(path, O_PATH | O_CLOEXEC);
	struct landlock_path_beneath_attr beneath = { .allowed_access = access, .parent_fd = fd };

	if (fd == -1)
		return errno == ENOENT ? 0 : -1;
	return (int)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
}

static int limit_writing(const char *folder)
{
	long version =
	    syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	struct landlock_ruleset_attr handled = { .handled_access_fs = changes(version) };
	uint64_t file = handled.handled_access_fs &
	    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE);
	autoclose int rules = -1;

	if (version < 1)
		return -1;
	rules = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0);
	if (rules == -1 || allow(rules, handled.handled_access_fs, folder) == -1 ||
	    allow(rules, handled.handled_access_fs, "/tmp") == -1 ||
	    allow(rules, file, "/dev/null") == -1)
		return -1;
	return (int)syscall(SYS_landlock_restrict_self, rules, 0);
}

/* Landlock does not look at chown(2). execve(2) gives root what it inherits and all of the bounding set; until
 * then we have what finding the program may take. */
static int drop_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct sets[2];

	if (geteuid() != 0)
		return 0;
	for (int bit = 0; prctl(PR_CAPBSET_READ, bit) != -1; bit++)
		if (bit != CAP_DAC_READ_SEARCH && prctl(PR_CAPBSET_READ, bit) == 1 &&
		    prctl(PR_CAPBSET_DROP, bit) == -1)
			return -1;
	if (syscall(SYS_capget, &header, sets) == -1)
		return -1;
	sets[0].inheritable = sets[1].inheritable = 0;
	return (int)syscall(SYS_capset, &header, sets);
}

int confine(const char *folder)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 || drop_capabilities() == -1)
		return -1;
	return limit_writing(folder);
}
