/* SPDX-License-Identifier: MIT */
#include "bundle.h"

#include "core-schema.h"
#include "log.h"
#include "mount.h"

#include <unistd.h>

#define BUNDLE "/etc/whit/bundle.erofs"
#define SITE "/site"

void bundle_open(struct site *site)
{
	struct problems problems = { 0 };

	if (access(BUNDLE, F_OK) == 0 && mount_image(BUNDLE, SITE) == -1)
		log_line("site: %s cannot be mounted on %s: %m", BUNDLE, SITE);
	if (site_load(site, SITE, "site.conf", &problems) == -1)
		log_line("site: out of memory");
	core_check(site, &problems);
	log_problems(&problems);
	problems_free(&problems);
}
