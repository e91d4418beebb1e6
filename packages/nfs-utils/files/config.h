/* SPDX-License-Identifier: MIT
 *
 * What configure would find out about musl and Linux, as far as the files that recipe names ask. configure itself insists on
 * libraries of programs that are not built.
 */
#define HAVE_FSTATAT 1
#define HAVE_FUNC_ATTRIBUTE_FORMAT 1
#define HAVE_GETNAMEINFO 1
#define HAVE_LIBPTHREAD 1
#define HAVE_NAME_TO_HANDLE_AT 1
#define HAVE_SCHED_H 1
#define HAVE_STATX 1
#define HAVE_STRUCT_FILE_HANDLE 1
#define HAVE_UNSHARE 1
#define IPV6_SUPPORTED 1
#define MAJOR_IN_SYSMACROS 1
#define SIZEOF_SOCKLEN_T 4

#define EXP_LOCKFILE "/run/share/export-lock"
#define NFS_CONFFILE "/run/share/nfs.conf"
#define NFS_STATEDIR "/run/share"
#define _PATH_EXPORTS "/run/share/exports"
#define _PATH_EXPORTS_D "/run/share/exports.d"
