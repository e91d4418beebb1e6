/* SPDX-License-Identifier: MIT */
#include "rights.h"

#include "capability.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int rights_bound(uint64_t capabilities)
{
	for (unsigned bit = 0; bit < CAPABILITY_COUNT; bit++) {
		if ((capabilities >> bit & 1) != 0 || prctl(PR_CAPBSET_DROP, bit) == 0)
			continue;
		/* a container may be without CAP_SETPCAP; no_new_privs says the same below */
		if (errno != EINVAL) /* an older kernel knows fewer */
			return errno == EPERM ? 0 : -1;
	}
	return 0;
}

int rights_become(uid_t uid, gid_t further)
{
	if (uid == 0)
		return 0;
	if (prctl(PR_SET_KEEPCAPS, 1) == -1 || setgroups(further == 0 ? 0 : 1, &further) == -1 ||
	    setresgid(uid, uid, uid) == -1)
		return -1;
	return setresuid(uid, uid, uid);
}

int rights_keep(uint64_t capabilities)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];

	for (unsigned half = 0; half < 2; half++) {
		uint32_t bits = (uint32_t)(capabilities >> (32 * half));

		data[half] = (struct __user_cap_data_struct){ bits, bits, bits };
	}
	if (syscall(SYS_capset, &header, data) == -1)
		return -1;
	for (unsigned bit = 0; bit < CAPABILITY_COUNT; bit++) {
		if ((capabilities >> bit & 1) == 0)
			continue;
		if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, bit, 0, 0) == -1)
			return -1;
	}
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}
