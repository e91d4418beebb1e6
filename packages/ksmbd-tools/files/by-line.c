/* SPDX-License-Identifier: MIT
 *
 * Loaded before ksmbd.mountd, whose messages go to its standard output: glibc would hold them back until there are 4 kB of them,
 * since nobody who keeps a log is a terminal.
 */
struct file;
extern struct file *stdout;
int setvbuf(struct file *stream, char *buffer, int mode, unsigned long size);

enum { BY_LINE = 1 }; /* _IOLBF of glibc's <stdio.h>, which the host need not have in this version */

__attribute__((constructor)) static void by_line(void)
{
	setvbuf(stdout, (char *)0, BY_LINE, 0);
}
