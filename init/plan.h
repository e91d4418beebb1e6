/* SPDX-License-Identifier: MIT */
/*
 * plan [pure] - everything init is to run, as one flat text: /etc/whit/plan.
 *
 *	whit-plan 1
 *	system net
 *	uid 210
 *	...
 *	service net
 *	command /usr/lib/whit/net
 *	...
 *	role dns
 *	...
 *
 * Made when the image is built, by `site-check --plan`, from the role.conf of each role and
 * rootfs/services/NAME.conf, the system's own services, which are roles too but for three
 * things: they need no /data, they outlive the roles, and no `ready` asks for them. All that may be
 * wrong in such a file has been said there. What is read here has one form only: every key of the tables in plan.c, in their order, once; durations are
 * milliseconds, sizes bytes, sets bits. Anything else is refused, with its line.
 *
 * A new key is a member below, a line in a table of plan.c and a line in site/manifest.c.
 */
#ifndef WHIT_PLAN_H
#define WHIT_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	PLAN_ROLES = 24,   /* the system's own services counted */
	PLAN_SERVICES = 8, /* of one role */
	PLAN_WORDS = 32,   /* of a command or environment, the closing NULL included */
	PLAN_TEXT = 1024,  /* bytes of a command or environment */
	PLAN_NAME = 33,    /* a name with its NUL (text_name()) */
	PLAN_PATH = 256,
	PLAN_LINE = PLAN_TEXT + 32, /* bytes of a line with its NUL */
	PLAN_FILE = 64 * 1024,      /* bytes of the whole */
};

/* A blank-separated list, as exec(2) wants it. It points into itself: never copied. */
struct plan_words {
	char text[PLAN_TEXT];
	const char *word[PLAN_WORDS]; /* ended by NULL */
};

enum ready_kind {
	READY_STARTED, /* as soon as it runs */
	READY_NOTIFY,  /* says READY=1 to $NOTIFY_SOCKET, sd_notify(3) */
	READY_FD,      /* writes a line feed to descriptor ready_fd */
	READY_FILE,    /* makes the file ready_file */
	READY_TCP,     /* waits at ready_port */
	READY_UDP,
	READY_KIND_COUNT,
};

enum sandbox {
	SANDBOX_NO,
	SANDBOX_YES,  /* as far as a container allows it */
	SANDBOX_MUST, /* or it does not start */
	SANDBOX_COUNT,
};

struct service_plan {
	char name[PLAN_NAME];
	struct plan_words command;
	struct plan_words environment; /* all of it */
	struct plan_words check;       /* judges its settings; may be empty */
	enum ready_kind ready;
	int ready_fd;
	char ready_file[PLAN_PATH];
	unsigned ready_port;
	int64_t ready_timeout; /* ms */
	int64_t stop_timeout;  /* ms */
	int64_t needs_clock;   /* ms it waits, at its first start, for a clock that is no guess */
	int64_t needs_address; /* the same, for a card with an address */
	uint64_t capabilities; /* a bit each, launch/capability.h */
	uint64_t log_size;     /* bytes of its lines that are kept; 0 = OUTPUT_KEEP */
	uint64_t memory;       /* bytes; 0 = no limit, or memory_percent */
	unsigned memory_percent;
	unsigned processes; /* 0 = no limit */
	unsigned files;
	uint64_t memory_high; /* bytes, from which on it is slowed down; 0 = none, or: */
	unsigned memory_high_percent;
	unsigned cpu_weight;      /* 1 to 10000; 0 = 100 */
	uint64_t io_max;          /* bytes a second, from and to the disk of /data; 0 = no limit */
	int oom_score;            /* -1000 = last to be killed, to 1000 */
	unsigned umask;           /* a mode */
	gid_t group;              /* a further one that it is in; 0 = none */
	enum sandbox sandbox;     /* a view of its own (launch/view.h) */
	bool network;             /* the machine's; else none */
	bool see_processes;       /* of others */
	char seccomp[PLAN_PATH];  /* the filter's file; "" = none */
	char writable[PLAN_PATH]; /* paths besides its own, separated by blanks */
	char readable[PLAN_PATH];
	char execute[PLAN_PATH];
	char device
	    [PLAN_PATH]; /* stdin; without it a system's own service is not started; "" = none */
	struct plan_words reload; /* what makes it read its settings again: a program, or */
	int reload_signal;        /* 0 and no program = reload means restart */
	char when[PLAN_PATH];     /* it is left out while this file is not there; "" = never */
	char tty[PLAN_PATH];      /* terminals for stdin, stdout, stderr: the first that is there */
	unsigned after;           /* services of this role that must be ready before: a bit each */
	bool required;            /* the machine is not ready without it */
};

struct role_plan {
	char name[PLAN_NAME];
	bool system; /* one of the system's own */
	uid_t uid;
	bool volatile_data; /* may run when /data is RAM */
	struct plan_words prepare;
	int64_t prepare_timeout;                     /* ms */
	char prepare_seccomp[PLAN_PATH];             /* the filter's file; "" = none */
	struct service_plan services[PLAN_SERVICES]; /* in the order in which they are named */
	size_t service_count;
};

struct plan {
	struct role_plan roles[PLAN_ROLES];
	size_t count;
};

/* Fills plan, which must be zeroed, from a whole text. NULL when good; else the reason, and
 * *line is where. */
const char *plan_read(struct plan *plan, const char *text, size_t length, unsigned *line);

/* Splits text at blanks into words. 0, or -1 when it is too long or has too many. */
int plan_split(struct plan_words *words, const char *text);

/* Where an image has it, and the site that the image was built with. */
#define PLAN_PLACE "/etc/whit/plan"
#define BUNDLE_PLACE "/etc/whit/bundle.erofs"

/* What stands in every environment, and in that of a service with READY_NOTIFY. */
#define PLAN_SEARCH "PATH=/usr/bin:/usr/sbin:/bin:/sbin"
#define PLAN_NOTIFY "/run/whit/notify.sock" /* $NOTIFY_SOCKET */

/* The form of the text, for who writes one: its first line, and the keys of a role and of a
 * service in their order, ended by key NULL. */
#define PLAN_FIRST_LINE "whit-plan 1"

enum plan_kind {
	PLAN_NUMBER,
	PLAN_CHOICE, /* a number written as one of names */
	PLAN_STRING,
	PLAN_LIST, /* struct plan_words */
};

struct plan_field {
	const char *key;
	enum plan_kind kind;
	size_t offset;            /* in struct role_plan, or struct service_plan */
	size_t size;              /* of the member, bytes */
	int64_t min, max;         /* of a number */
	const char *const *names; /* of a choice, ended by NULL */
};

extern const struct plan_field plan_role_fields[];
extern const struct plan_field plan_service_fields[];

#endif
