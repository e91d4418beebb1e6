/* SPDX-License-Identifier: MIT */
/*
 * fault - one call of PID 1 fails: linked into init-fault, which is init but for this.
 *
 * The linker hands every call of the functions below to us first (--wrap). PID 1's call number
 * $FAULT, counted from 1 over all of them, fails with an errno that fits, and this is said on
 * standard error; children and all other calls are left alone.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static unsigned long calls;
static unsigned long wanted;
static pid_t init_pid;

__attribute__((constructor)) static void begin(void)
{
	const char *number = getenv("FAULT");

	wanted = number == NULL ? 0 : strtoul(number, NULL, 10);
	init_pid = getpid();
}

/* Says which call it is, and where it stands in the program: the test knows whose code that is. */
static bool fails(const char *name, int error, const void *from)
{
	if (getpid() != init_pid || ++calls != wanted)
		return false;
	dprintf(2, "fault: call %lu: %s %016lx\n", calls, name, (unsigned long)from);
	errno = error;
	return true;
}

#define DECLARE(name) \
	long __real_##name(long a, long b, long c, long d, long e, long f); \
	long __wrap_##name(long a, long b, long c, long d, long e, long f); \
	long __wrap_##name(long a, long b, long c, long d, long e, long f)

/* A function of up to six words that says -1 (or NULL: the same word, 0) when it fails. */
#define WRAP(name, error, failure) \
	DECLARE(name) \
	{ \
		return fails(#name, error, __builtin_return_address(0)) \
		    ? (failure) \
		    : __real_##name(a, b, c, d, e, f); \
	}

/* One that has done its work all the same: close(2). */
#define WRAP_DONE(name, error, failure) \
	DECLARE(name) \
	{ \
		const void *from = __builtin_return_address(0); \
		long result = __real_##name(a, b, c, d, e, f); \
\
		return fails(#name, error, from) ? (failure) : result; \
	}

/* On x86-64 each of these words travels in a register of its own, whatever its type is. */
WRAP(access, EIO, -1)
WRAP(adjtimex, EPERM, -1)
WRAP(bind, EADDRINUSE, -1)
WRAP(calloc, ENOMEM, 0)
WRAP(chdir, EIO, -1)
WRAP(chmod, EROFS, -1)
WRAP(chroot, EPERM, -1)
WRAP(clock_settime, EPERM, -1)
WRAP_DONE(close, EIO, -1)
WRAP(epoll_create1, EMFILE, -1)
WRAP(epoll_ctl, ENOSPC, -1)
WRAP(epoll_wait, EINTR, -1)
WRAP(fchmod, EROFS, -1)
WRAP(fchown, EROFS, -1)
WRAP(fcntl, EMFILE, -1)
WRAP(fork, EAGAIN, -1)
WRAP(fsync, EIO, -1)
WRAP(ioctl, EIO, -1)
WRAP(kill, EPERM, -1)
WRAP(malloc, ENOMEM, 0)
WRAP(mkdir, ENOSPC, -1)
WRAP(mount, ENOMEM, -1)
WRAP(open, EMFILE, -1)
WRAP(openat, EMFILE, -1)
WRAP(opendir, EMFILE, 0)
WRAP(pipe2, EMFILE, -1)
WRAP(poll, EINTR, -1)
WRAP(pwritev2, EAGAIN, -1)
WRAP(read, EIO, -1)
WRAP(readdir, EIO, 0)
WRAP(realloc, ENOMEM, 0)
WRAP(reboot, EPERM, -1)
WRAP(recv, ENOMEM, -1)
WRAP(recvfrom, ENOMEM, -1)
WRAP(recvmsg, ENOMEM, -1)
WRAP(rename, ENOSPC, -1)
WRAP(scandir, ENOMEM, -1)
WRAP(sched_getaffinity, EINVAL, -1)
WRAP(send, ENOBUFS, -1)
WRAP(sendmsg, ENOBUFS, -1)
WRAP(sethostname, EPERM, -1)
WRAP(setsockopt, ENOMEM, -1)
WRAP(signalfd, EMFILE, -1)
WRAP(sigprocmask, EINVAL, -1)
WRAP(socket, EMFILE, -1)
WRAP(socketpair, EMFILE, -1)
WRAP(splice, EINVAL, -1)
WRAP(stat, EIO, -1)
WRAP(statfs, EIO, -1)
WRAP(strdup, ENOMEM, 0)
WRAP(umount, EBUSY, -1)
WRAP(unlink, EROFS, -1)
WRAP(utimensat, EROFS, -1)
WRAP(waitid, EINTR, -1)
WRAP(waitpid, EINTR, -1)
WRAP(write, EIO, -1)
