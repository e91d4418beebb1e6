/* SPDX-License-Identifier: MIT */
/*
 * The shortest life a machine can have: its init switches it off at once. What this takes is the kernel's share of a start,
 * and what it prints is the kernel's share of memory; bench/ compares a whole image with both.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <unistd.h>

/* print_memory: what of the machine's memory is left for programs, to the console. */
static void print_memory(void)
{
	char text[4096];
	ssize_t length;
	int file;

	if (mount("proc", "/proc", "proc", 0, NULL) == -1)
		return;
	file = open("/proc/meminfo", O_RDONLY | O_CLOEXEC);
	if (file == -1)
		return;
	length = read(file, text, sizeof text);
	if (length > 0)
		(void)!write(STDOUT_FILENO, text, (size_t)length);
	close(file);
}

int main(int argc, char **argv)
{
	/* `memory` as a kernel word that the kernel does not know becomes an argument of init. */
	if (argc > 1 && argv[1][0] == 'm')
		print_memory();
	reboot(RB_POWER_OFF);
	return 1;
}
