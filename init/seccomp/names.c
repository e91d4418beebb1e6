/* SPDX-License-Identifier: MIT */
#include "names.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/prctl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>

#define NAME(constant) \
	{ \
#constant, (uint64_t)(constant) \
	}

static const struct {
	const char *name;
	uint64_t value;
} constants[] = {
	/* socket */
	NAME(AF_UNIX),
	NAME(AF_INET),
	NAME(AF_INET6),
	NAME(AF_NETLINK),
	NAME(AF_PACKET),
	NAME(SOCK_STREAM),
	NAME(SOCK_DGRAM),
	NAME(SOCK_RAW),
	{ "SOCK_TYPE", 0xf }, /* what is left without SOCK_CLOEXEC and SOCK_NONBLOCK */
	NAME(IPPROTO_RAW),
	NAME(NETLINK_ROUTE),
	/* mmap, mprotect */
	NAME(PROT_EXEC),
	/* clone: any new namespace */
	{ "CLONE_NEW",
	    (unsigned)CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
	        CLONE_NEWPID | CLONE_NEWNET },
	NAME(CLONE_THREAD),
	/* prctl */
	NAME(PR_SET_NAME),
	NAME(PR_SET_DUMPABLE),
	NAME(PR_SET_KEEPCAPS),
	NAME(PR_SET_PDEATHSIG),
	NAME(PR_CAPBSET_READ),
	/* arch_prctl */
	{ "ARCH_SET_FS", 0x1002 },
	/* clock_settime */
	NAME(CLOCK_REALTIME),
	/* kill, tkill */
	NAME(SIGABRT),
	NAME(SIGALRM),
	NAME(SIGKILL),
	NAME(SIGTERM),
	NAME(SIGUSR1),
	{ "SIGCANCEL", 33 }, /* of musl: pthread_cancel() */
	/* ioctl */
	NAME(FIOASYNC),
	NAME(FIONBIO),
	NAME(FIONREAD),
	NAME(SIOCGIFHWADDR),
	NAME(SIOCGIFINDEX),
	NAME(TIOCGWINSZ),
	NAME(TIOCOUTQ),
	/* deny */
	NAME(EPERM),
	NAME(EACCES),
	NAME(EINVAL),
	NAME(ENOENT),
	NAME(ENOSYS),
};

static const char *const dangerous[] = { "add_key", "adjtimex", "bpf", "capset", "chroot",
	"clock_adjtime", "clock_settime", "clone", "clone3", "delete_module", "execve", "execveat",
	"fanotify_init", "finit_module", "fork", "fsconfig", "fsmount", "fsopen", "fspick",
	"init_module", "io_uring_enter", "io_uring_register", "io_uring_setup", "ioctl", "ioperm",
	"iopl", "kcmp", "kexec_file_load", "kexec_load", "keyctl", "kill", "memfd_create", "mknod",
	"mknodat", "modify_ldt", "mount", "mount_setattr", "move_mount", "move_pages",
	"name_to_handle_at", "open_by_handle_at", "open_tree", "perf_event_open", "personality",
	"pidfd_getfd", "pidfd_open", "pidfd_send_signal", "pivot_root", "prctl", "process_madvise",
	"process_vm_readv", "process_vm_writev", "ptrace", "quotactl", "quotactl_fd", "reboot",
	"request_key", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "seccomp", "setdomainname",
	"setfsgid", "setfsuid", "setgid", "setgroups", "sethostname", "setns", "setregid",
	"setresgid", "setresuid", "setreuid", "settimeofday", "setuid", "socket", "swapoff",
	"swapon", "syslog", "tkill", "tgkill", "umount2", "unshare", "userfaultfd", "vfork",
	"vhangup" };

static bool one_value(const char *text, uint64_t *value)
{
	char *end;

	for (size_t i = 0; i < sizeof(constants) / sizeof(constants[0]); i++) {
		if (strcmp(constants[i].name, text) == 0) {
			*value = constants[i].value;
			return true;
		}
	}
	errno = 0;
	*value = strtoull(text, &end, 0);
	return errno == 0 && end != text && *end == '\0';
}

bool names_value(const char *text, uint64_t *value)
{
	char part[64];

	for (*value = 0;; text++) {
		size_t length = strcspn(text, "|");
		uint64_t bits;

		if (length >= sizeof(part))
			return false;
		snprintf(part, sizeof(part), "%.*s", (int)length, text);
		if (!one_value(part, &bits))
			return false;
		*value |= bits;
		text += length;
		if (*text == '\0')
			return true;
	}
}

bool names_dangerous(const char *call)
{
	for (size_t i = 0; i < sizeof(dangerous) / sizeof(dangerous[0]); i++)
		if (strcmp(dangerous[i], call) == 0)
			return true;
	return false;
}
