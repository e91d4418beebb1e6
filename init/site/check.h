/* SPDX-License-Identifier: MIT */
/*
 * check - what the parts of site-check share: where things are, and what was found.
 *
 * A function returns 0 when its check was made, whatever it found (that stands in
 * problems), and -1 when it could not be made; it has then said why on stderr.
 */
#ifndef WHIT_SITE_CHECK_H
#define WHIT_SITE_CHECK_H

#include "../plan.h"
#include "problem.h"
#include "site.h"

struct check {
	const char *folder;    /* of the site */
	const char *programs;  /* folder of our own programs, roles/NAME/ in it */
	const char *bin;       /* folder of the daemons' programs; may be absent */
	const char *role_path; /* folders of roles, ':' between; SITE/roles comes first */
	const char *temporary; /* a folder of ours to write in */
	struct site site;
	struct problems problems;
};

/* roles.c: every chosen role exists, and its role.conf is good. */
int check_roles(struct check *check);

/* roles.c: the role.conf at path as a plan; name is what messages call it. 0, or -1 when it is not
 * to be used: problems say why. */
int read_manifest(struct role_plan *plan, const char *role, const char *name, const char *path,
    struct problems *problems);

/* image-plan.c: prints the plan of an image with these roles: a folder is a role, a file NAME.conf
 * one of the system's own services. 0, 1 when one of them is wrong, 2 when it could not be done. */
int print_plan(char *const *paths);

/* render.c: what each chosen role's own program says of its part of the site. */
int check_renders(struct check *check);

/* content.c: files that would not go well in a bundle; keys of [admin]. */
int check_content(struct check *check);

/* site-check.c: path = FOLDER/name. Returns false when it does not fit PATH_MAX. */
bool join_path(char *path, const char *folder, const char *name);

/* roles.c: fills folder, of PATH_MAX bytes, with the place of role, SITE/roles before role_path. Returns
 * false when there is no such role. */
bool find_role(const struct check *check, const char *role, char *folder);

#endif
