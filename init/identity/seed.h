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
 * It is looked for, in this order, in QEMU's fw_cfg (opt/org.whit/seed), in SMBIOS (an OEM string that
 * begins with `# whit-seed`), and as the file whit-seed.conf on a FAT or ext4 volume labelled
 * WHITSEED, where secrets/ROLE/FILE may lie beside it.
 *
 * A machine whose /data is a disk takes a seed once per instance: its text is kept in
 * /data/system/seed.conf, its secrets in /data/system/secrets, and they stay in force, with the seed or without
 * it, until one of another instance comes. A seed that names no instance, or one on a machine
 * without such a disk, is taken at each start and forgotten at its end.
 *
 * With Secure Boot on none is in force, not even one that was taken before: none is signed (secure-boot.h).
 */
#ifndef WHIT_SEED_H
#define WHIT_SEED_H

#include "site.h"

#define SEED_SECRETS "/run/whit/seed-secrets"

/* Finds and reads the seed that is in force, waiting so many milliseconds for one that is not there
 * yet, and says what it is; the names of its sections are those of site.conf. It is empty when there is
 * none, or when it has mistakes, which problems tell. The caller ends it with site_free(). */
void seed_read(struct site *seed, uint64_t wait, struct problems *problems);

#endif
