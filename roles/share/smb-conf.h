/* SPDX-License-Identifier: MIT */
/*
 * smb-conf - what ksmbd.mountd reads: ksmbd.conf(5), ksmbdpwd.db(5), and the accounts by which it
 * knows the numbers of users and shares, passwd(5) and group(5).
 *
 * Who may use a share ksmbd judges by its lists; below them files have one group, the share's, and
 * are open to all of it. So whoever may write may change whatever lies there. A file belongs to
 * who made it over SMB; in a share that NFS serves too, all files belong to the share, as they do
 * over NFS.
 */
#ifndef WHIT_SHARE_SMB_CONF_H
#define WHIT_SHARE_SMB_CONF_H

#include "settings.h"

#include <stdio.h>

void smb_conf_write(FILE *out, const struct settings *settings);

/* The hashes: for a file of mode 0600. */
void smb_conf_passwords(FILE *out, const struct settings *settings);

void smb_conf_passwd(FILE *out, const struct settings *settings);
void smb_conf_group(FILE *out, const struct settings *settings);

#endif
