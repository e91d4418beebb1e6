/* SPDX-License-Identifier: MIT */
/*
 * manifest [pure] - a role.conf as tables: what the role needs, and its services.
 *
 * The syntax is that of every file of ours (conf/site.h); role.conf(5) lists the keys.
 * Everything a manifest points to lies inside it: it is never copied, only filled once.
 */
#ifndef WHIT_MANIFEST_H
#define WHIT_MANIFEST_H

#include "../plan.h"
#include "problem.h"

/* Where a list of system calls lies on the machine, compiled: role and name of the list; or name of a service
 * of the system. */
#define MANIFEST_FILTER "/roles/%s/%s.bpf"
#define MANIFEST_SYSTEM_FILTER "/usr/lib/whit/%s.bpf"
#define MANIFEST_PREPARE_LIST "seccomp-prepare"

/* Reads length bytes of text; file is what messages call it. Every mistake is reported.
 * Returns 0, or -1 when there were errors (the manifest is then not to be used). */
int manifest_read(struct role_plan *manifest, const char *name, const char *file, const char *text,
    size_t length, struct problems *problems);

#endif
