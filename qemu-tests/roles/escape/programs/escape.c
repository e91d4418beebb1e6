/* SPDX-License-Identifier: MIT */
/*
 * escape            names all ways out of a sandbox that it knows, a line each
 * escape wait       does nothing, as a service
 * escape ROLE WAY   tries that way, from inside the sandbox of a service of ROLE
 *
 * Exit code: 0 it is out, 1 the kernel said no (and what it said), 2 misused. A way that is
 * not on the list of system calls does not come back: SIGSYS.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static const char *role;

/* Each way answers as a system call does: -1 with errno is what should be. */

static int opens(const char *path, int flags)
{
	return open(path, flags | O_CLOEXEC, 0600);
}

/* Files of the machine */

static int write_root(void)
{
	return opens("/new", O_WRONLY | O_CREAT);
}

static int write_program(void)
{
	char self[256] = "";

	return readlink("/proc/self/exe", self, sizeof(self) - 1) == -1 ? -1
	                                                                : opens(self, O_WRONLY);
}

static int write_passwd(void)
{
	return opens("/etc/passwd", O_WRONLY);
}

static int write_site(void)
{
	return opens("/site/new", O_WRONLY | O_CREAT);
}

static int write_sys(void)
{
	return opens("/sys/kernel/mm/ksm/run", O_WRONLY);
}

static int write_sysctl(void)
{
	return opens("/proc/sys/kernel/core_pattern", O_WRONLY);
}

static int write_cgroup(void)
{
	return opens("/sys/fs/cgroup/cgroup.procs", O_WRONLY);
}

/* Anything in the folder besides the role's own? */
static int others_in(const char *path)
{
	const struct dirent *entry;
	DIR *folder = opendir(path);

	while (folder != NULL && (entry = readdir(folder)) != NULL)
		if (entry->d_name[0] != '.' && strcmp(entry->d_name, role) != 0)
			return 0;
	errno = folder == NULL ? errno : ENOENT;
	return -1;
}

static int read_other_data(void)
{
	return others_in("/data");
}

static int read_other_through_init(void)
{
	return opens("/proc/1/root/data", O_RDONLY | O_DIRECTORY);
}

static int read_secrets(void)
{
	return opens("/etc/whit/secrets", O_RDONLY | O_DIRECTORY);
}

static int climb_out(void)
{
	int above = opens("/", O_RDONLY | O_DIRECTORY);

	for (int i = 0; i < 50; i++)
		above = openat(above, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* the machine's root has this; the view has an empty folder there */
	return openat(above, "sys/kernel", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int open_by_handle(void)
{
	char handle[128] = { 8 };

	return (int)syscall(SYS_open_by_handle_at, AT_FDCWD, handle, O_RDONLY);
}

static int talk_to_init(void)
{
	static const struct sockaddr_un address = { AF_UNIX, "/run/whit/control.sock" };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	return fd == -1 ? -1 : connect(fd, (const struct sockaddr *)&address, sizeof(address));
}

/* Processes of others */

static int see_processes(void)
{
	const struct dirent *entry;
	DIR *proc = opendir("/proc");

	while (proc != NULL && (entry = readdir(proc)) != NULL)
		if (atoi(entry->d_name) > 0 && atoi(entry->d_name) != getpid())
			return 0;
	errno = proc == NULL ? errno : ENOENT;
	return -1;
}

static int see_init(void)
{
	return opens("/proc/1/status", O_RDONLY);
}

/* The service itself, for one, has the same user. */
static int signal_all(void)
{
	for (int pid = 1; pid < 2000; pid++)
		if (pid != getpid() && kill(pid, 0) == 0)
			return 0;
	return -1;
}

static int signal_parent(void)
{
	return kill(getppid(), 0);
}

static int trace_parent(void)
{
	return (int)ptrace(PTRACE_SEIZE, getppid(), NULL, NULL);
}

static int read_memory_of_parent(void)
{
	return opens("/proc/1/mem", O_RDWR);
}

static int read_memory_by_call(void)
{
	char word[8];
	struct {
		void *base;
		size_t length;
	} here = { word, 8 }, there = { (void *)4096, 8 };

	return (int)syscall(SYS_process_vm_readv, 1, &here, 1, &there, 1, 0);
}

/* Devices */

static int open_memory(void)
{
	return opens("/dev/mem", O_RDWR);
}

static int open_ports(void)
{
	return opens("/dev/port", O_RDWR);
}

static int open_disk(void)
{
	return opens("/dev/vda", O_RDWR);
}

static int open_console(void)
{
	return opens("/dev/console", O_RDWR);
}

static int open_kernel_log(void)
{
	return opens("/dev/kmsg", O_RDWR);
}

static int make_device(void)
{
	return mknod("/tmp/disk", S_IFBLK | 0600, (dev_t)(254 << 8));
}

static int use_ports(void)
{
	return (int)syscall(SYS_iopl, 3);
}

/* Mounts and namespaces */

static int mount_memory(void)
{
	return mount("tmpfs", "/tmp", "tmpfs", 0, NULL);
}

static int mount_writable(void)
{
	return mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND, NULL);
}

static int unmount(void)
{
	return umount2("/site", MNT_DETACH);
}

static int open_filesystem(void)
{
	return (int)syscall(SYS_fsopen, "tmpfs", 0);
}

static int copy_tree(void)
{
	return (int)syscall(SYS_open_tree, AT_FDCWD, "/", 1 /* OPEN_TREE_CLONE */);
}

static int change_root(void)
{
	return chroot("/tmp");
}

static int pivot(void)
{
	return (int)syscall(SYS_pivot_root, "/", "/tmp");
}

static int new_user_namespace(void)
{
	return unshare(CLONE_NEWUSER);
}

static int new_mount_namespace(void)
{
	return unshare(CLONE_NEWNS);
}

static int clone_user_namespace(void)
{
	int pid = (int)syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);

	if (pid == 0)
		_exit(0);
	return pid;
}

static int enter_namespace(void)
{
	int fd = opens("/proc/1/ns/mnt", O_RDONLY);

	return fd == -1 ? -1 : setns(fd, 0);
}

/* Other programs */

static int run(const char *path)
{
	static char *const words[] = { "x", NULL };

	return execve(path, words, words + 1);
}

static int run_client(void)
{
	return run("/usr/bin/whit");
}

static int run_shell(void)
{
	return run("/bin/busybox");
}

static int run_launch(void)
{
	return run("/usr/lib/whit/launch");
}

/* A copy of this program, which may run, where it may write. */
static int copy_self(int to)
{
	static char block[65536];
	int from = opens("/proc/self/exe", O_RDONLY);
	ssize_t got;

	if (to == -1 || from == -1)
		return -1;
	while ((got = read(from, block, sizeof(block))) > 0)
		if (write(to, block, (size_t)got) != got)
			return -1;
	return got == -1 ? -1 : 0;
}

static int run_copy_in(const char *folder)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/copy", folder);
	fd = opens(path, O_WRONLY | O_CREAT | O_TRUNC);
	if (copy_self(fd) == -1 || chmod(path, 0700) == -1)
		return -1;
	close(fd);
	return run(path);
}

static int run_from_tmp(void)
{
	return run_copy_in("/tmp");
}

static int run_from_data(void)
{
	char folder[128];

	snprintf(folder, sizeof(folder), "/data/%s", role);
	return run_copy_in(folder);
}

static int run_from_memory(void)
{
	int fd = (int)syscall(SYS_memfd_create, "copy", 0);

	if (copy_self(fd) == -1)
		return -1;
	return (int)syscall(SYS_execveat, fd, "", (char *[]){ "x", NULL }, (char *[]){ NULL },
	    AT_EMPTY_PATH);
}

static int map_code_from_tmp(void)
{
	int fd = opens("/tmp/code", O_RDWR | O_CREAT);

	if (copy_self(fd) == -1)
		return -1;
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0) == MAP_FAILED ? -1 : 0;
}

static int make_code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return page == MAP_FAILED ? -1 : mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

/* More rights */

static int become_root(void)
{
	return setuid(0);
}

static int become_another(void)
{
	return setresuid(1, 1, 1);
}

static int take_capability(void)
{
	struct {
		unsigned version;
		int pid;
	} header = { 0x20080522, 0 };
	struct {
		unsigned effective, permitted, inheritable;
	} data[2];

	if (syscall(SYS_capget, &header, data) == -1)
		return -1;
	data[0].effective |= 1U << 21; /* sys_admin */
	data[0].permitted |= 1U << 21;
	return (int)syscall(SYS_capset, &header, data);
}

/* The network below its sockets */

static int raw_socket(void)
{
	return socket(AF_INET, SOCK_RAW, 1);
}

static int packet_socket(void)
{
	return socket(AF_PACKET, SOCK_RAW, 0);
}

/* The kernel */

static int load_bpf(void)
{
	char attributes[128] = { 1, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 1 }; /* an array map */

	return (int)syscall(SYS_bpf, 0, attributes, sizeof(attributes));
}

static int make_key(void)
{
	return (int)syscall(SYS_add_key, "user", "k", "v", 1, -3 /* session key ring */);
}

static int use_keys(void)
{
	return (int)syscall(SYS_keyctl, 0, -3, 1);
}

static int switch_off(void)
{
	return reboot(RB_DISABLE_CAD); /* the only one that would not end the test */
}

static int load_kernel(void)
{
	return (int)syscall(SYS_kexec_load, 0, 0, NULL, 0);
}

static int load_module(void)
{
	return (int)syscall(SYS_init_module, "", 0, "");
}

static int set_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return clock_settime(CLOCK_REALTIME, &now);
}

static int set_hostname(void)
{
	return sethostname("escaped", 7);
}

static int measure(void)
{
	char attributes[128] = { 0 };

	return (int)syscall(SYS_perf_event_open, attributes, 0, -1, -1, 0);
}

static int use_ring(void)
{
	char parameters[256] = { 0 };

	return (int)syscall(SYS_io_uring_setup, 4, parameters);
}

static int handle_faults(void)
{
	return (int)syscall(SYS_userfaultfd, 0);
}

static int read_kernel_log(void)
{
	char text[64];

	return (int)syscall(SYS_syslog, 3, text, sizeof(text));
}

static int swap(void)
{
	return swapon("/tmp/x", 0);
}

#define WAY(function) \
	{ \
#function, function \
	}

static const struct {
	const char *name;
	int (*go)(void);
} ways[] = { WAY(write_root), WAY(write_program), WAY(write_passwd), WAY(write_site),
	WAY(write_sys), WAY(write_sysctl), WAY(write_cgroup), WAY(read_other_data),
	WAY(read_other_through_init), WAY(read_secrets), WAY(climb_out), WAY(open_by_handle),
	WAY(talk_to_init), WAY(see_processes), WAY(see_init), WAY(signal_all), WAY(signal_parent),
	WAY(trace_parent), WAY(read_memory_of_parent), WAY(read_memory_by_call), WAY(open_memory),
	WAY(open_ports), WAY(open_disk), WAY(open_console), WAY(open_kernel_log), WAY(make_device),
	WAY(use_ports), WAY(mount_memory), WAY(mount_writable), WAY(unmount), WAY(open_filesystem),
	WAY(copy_tree), WAY(change_root), WAY(pivot), WAY(new_user_namespace),
	WAY(new_mount_namespace), WAY(clone_user_namespace), WAY(enter_namespace), WAY(run_client),
	WAY(run_shell), WAY(run_launch), WAY(run_from_tmp), WAY(run_from_data),
	WAY(run_from_memory), WAY(map_code_from_tmp), WAY(make_code), WAY(become_root),
	WAY(become_another), WAY(take_capability), WAY(raw_socket), WAY(packet_socket),
	WAY(load_bpf), WAY(make_key), WAY(use_keys), WAY(switch_off), WAY(load_kernel),
	WAY(load_module), WAY(set_clock), WAY(set_hostname), WAY(measure), WAY(use_ring),
	WAY(handle_faults), WAY(read_kernel_log), WAY(swap) };

enum { WAYS = sizeof(ways) / sizeof(ways[0]) };

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "wait") == 0)
		for (;;)
			pause();
	for (size_t i = 0; argc == 1 && i < WAYS; i++)
		puts(ways[i].name);
	if (argc == 1)
		return 0;
	for (size_t i = 0; argc == 3 && i < WAYS; i++) {
		if (strcmp(ways[i].name, argv[2]) != 0)
			continue;
		role = argv[1];
		if (ways[i].go() != -1) {
			puts("it is out");
			return 0;
		}
		printf("%s\n", strerror(errno));
		return 1;
	}
	fputs("usage: escape [wait | ROLE WAY]\n", stderr);
	return 2;
}
