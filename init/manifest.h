/* SPDX-License-Identifier: MIT */
/*
 * manifest [pure] - a role.conf as tables: what the role needs, and its services.
 *
 * The syntax is that of every file of ours (lib/site.h); role.conf(5) lists the keys.
 * Everything a manifest points to lies inside it: it is never copied, only filled once.
 */
#ifndef WHIT_MANIFEST_H
#define WHIT_MANIFEST_H

#include "problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	MANIFEST_SERVICES = 8, /* of one role */
	MANIFEST_WORDS = 32,   /* of a command or environment, the closing NULL included */
	MANIFEST_TEXT = 1024,  /* bytes of a command or environment */
	MANIFEST_NAME = 33,    /* a name with its NUL (text_name()) */
	MANIFEST_PATH = 256,
};

/* A blank-separated list, as exec(2) wants it. */
struct manifest_words {
	char text[MANIFEST_TEXT];
	const char *word[MANIFEST_WORDS]; /* ended by NULL */
};

enum ready_kind {
	READY_STARTED, /* as soon as it runs */
	READY_NOTIFY,  /* says READY=1 to $NOTIFY_SOCKET, sd_notify(3) */
	READY_FD,      /* writes a line feed to descriptor ready_fd */
	READY_FILE,    /* makes the file ready_file */
};

struct service_plan {
	char name[MANIFEST_NAME];
	struct manifest_words command;
	struct manifest_words environment;
	enum ready_kind ready;
	int ready_fd;
	char ready_file[MANIFEST_PATH];
	int64_t ready_timeout; /* ms */
	int64_t stop_timeout;  /* ms */
	uint64_t capabilities; /* a bit each, capability.h */
	uint64_t memory;       /* bytes; 0 = no limit, or memory_percent */
	unsigned memory_percent;
	unsigned processes; /* 0 = no limit */
	unsigned files;
	int reload_signal;       /* 0 = reload means restart */
	char tty[MANIFEST_PATH]; /* terminals for stdin, stdout, stderr: the first that is there */
	unsigned after;          /* services of this role that must be ready before: a bit each */
	bool required;           /* the machine is not ready without it */
};

struct manifest {
	char name[MANIFEST_NAME]; /* of the role: its folder */
	uid_t uid;
	bool volatile_data; /* may run when /data is RAM */
	struct manifest_words prepare;
	int64_t prepare_timeout;                         /* ms */
	struct service_plan services[MANIFEST_SERVICES]; /* in the order of the file */
	size_t service_count;
};

/* Reads length bytes of text; file is what messages call it. Every mistake is reported.
 * Returns 0, or -1 when there were errors (the manifest is then not to be used). */
int manifest_read(struct manifest *manifest, const char *name, const char *file, const char *text,
    size_t length, struct problems *problems);

/* Splits text at blanks into words. 0, or -1 when it is too long or has too many. */
int manifest_split(struct manifest_words *words, const char *text);

#endif
