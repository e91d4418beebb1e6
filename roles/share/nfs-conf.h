/* SPDX-License-Identifier: MIT */
/*
 * nfs-conf - what the NFS server is told: exports(5), and the settings of programs/nfs-server.c.
 *
 * All shares lie on one file system, and who may mount one of them can make up the file handle of
 * any file there. With all_squash that gains nothing: such a client acts as its share, which owns
 * nothing else. Of the others the kernel checks each time that the file lies in the share
 * (subtree_check), which costs them a file that is renamed into another folder while it is open.
 */
#ifndef WHIT_SHARE_NFS_CONF_H
#define WHIT_SHARE_NFS_CONF_H

#include "settings.h"

#include <stdio.h>

/* exports(5), with /data/share as the root of all paths, and nfs.conf(5), which says so. */
void nfs_conf_exports(FILE *out, const struct settings *settings);
void nfs_conf_root(FILE *out, const struct settings *settings);

/* nfsd.conf */
void nfs_conf_server(FILE *out, const struct settings *settings);

#endif
