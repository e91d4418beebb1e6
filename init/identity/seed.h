/* SPDX-License-Identifier: MIT */
/*
 * seed - a small text that tells one machine who it is: hostname, network, admin keys.
 *
 *	# whit-seed
 *	[seed]
 *	instance = web-7          ; what makes this machine another than its siblings
 *	[site]
 *	hostname = web7
 *	[network]
 *	address = 192.0.2.17/24
 *	[admin]
 *	ssh_key = ssh-ed25519 AAAA...
 *
 * It is looked for, in this order, in QEMU's fw_cfg (opt/whit/seed), in SMBIOS (an OEM string that
 * begins with `# whit-seed`), and as the file whit-seed.conf on a FAT or ext4 volume labelled
 * WHITSEED, where secrets/ROLE/FILE may lie beside it. It is read at each start.
 */
#ifndef WHIT_SEED_H
#define WHIT_SEED_H

#include "site.h"

#define SEED_SECRETS "/run/whit/seed-secrets"

/* Finds and reads the seed; the names of its sections are those of site.conf. Returns where it is
 * from, or NULL: there is none, or it has mistakes, which problems tell. free it in any case. */
const char *seed_read(struct site *seed, struct problems *problems);

#endif
