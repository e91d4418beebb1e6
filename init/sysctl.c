/* SPDX-License-Identifier: MIT */
#include "sysctl.h"

#include "io.h"
#include "log.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>

static const struct {
	const char *name;
	const char *value;
} settings[] = {
	/* kernel addresses and other processes' memory are nobody's business */
	{ "kernel/kptr_restrict", "2" },
	{ "kernel/yama/ptrace_scope", "3" },
	{ "net/core/bpf_jit_harden", "2" },
	{ "dev/tty/ldisc_autoload", "0" },
	/* nor does a program come to run from memory, where no mount forbids it */
	{ "vm/memfd_noexec", "2" },
	/* no tricks with links and pipes in folders that several may write */
	{ "fs/protected_symlinks", "1" },
	{ "fs/protected_hardlinks", "1" },
	{ "fs/protected_fifos", "2" },
	{ "fs/protected_regular", "2" },
	/* open files are paid for by the memory of the service that has them; one limit for all would
	 * let a single one take them from everybody */
	{ "fs/file-max", "9223372036854775807" },
	/* a service may listen on its address before DHCP has brought it */
	{ "net/ipv4/ip_nonlocal_bind", "1" },
	{ "net/ipv6/ip_nonlocal_bind", "1" },
};

void sysctl_apply(void)
{
	char path[128];

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		snprintf(path, sizeof(path), "/proc/sys/%s", settings[i].name);
		/* a kernel built without the feature has nothing to set */
		if (io_write_file(path, settings[i].value) == -1 && errno != ENOENT)
			log_line("sysctl: %s = %s: %m", settings[i].name, settings[i].value);
	}
}
