/* SPDX-License-Identifier: MIT
 *
 * What nfs-utils takes from the description of NFS version 2 and, by way of it, from a library of remote procedure calls: a size,
 * the numbers of two flavours of authentication, and some headers. None of the programs built here makes such a call: they talk
 * with the kernel in text.
 */
#ifndef WHIT_NFS_PROT_H
#define WHIT_NFS_PROT_H

#include <stdlib.h>
#include <sys/param.h>
#include <sys/types.h>
#include <sys/un.h>

#define NFS_MAXPATHLEN 1024

enum {
	AUTH_NONE = 0,
	AUTH_NULL = AUTH_NONE,
	AUTH_SYS = 1,
	AUTH_UNIX = AUTH_SYS,
};

#endif
