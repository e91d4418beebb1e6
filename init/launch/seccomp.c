/* SPDX-License-Identifier: MIT */
#include "seccomp.h"

#include "io.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

int seccomp_load(const char *file)
{
	static union {
		struct sock_filter filter[BPF_MAXINSNS + 1]; /* one more: see io_read_file() */
		char bytes[1];
	} program;
	struct sock_fprog list = { .filter = program.filter };
	ssize_t length = io_read_file(file, program.bytes, sizeof(program));

	if (length == -1)
		return -1;
	if (length == 0 || length % (ssize_t)sizeof(program.filter[0]) != 0) {
		errno = ENOEXEC; /* half a filter: the kernel would judge the rest, but not this */
		return -1;
	}
	list.len = (unsigned short)((size_t)length / sizeof(program.filter[0]));
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &list);
}
