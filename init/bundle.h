/* SPDX-License-Identifier: MIT */
/*
 * bundle - the site this machine serves: /etc/whit/bundle.erofs mounted on /site, and its
 * site.conf. In a container, and in tests, /site may simply be there.
 */
#ifndef WHIT_BUNDLE_H
#define WHIT_BUNDLE_H

#include "site.h"

/* Mounts the bundle and reads site.conf. What is wrong is logged and left out: the site was
 * checked when the image was built. */
void bundle_open(struct site *site);

#endif
