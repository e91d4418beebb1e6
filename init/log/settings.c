/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include "site.h"

void settings_read(struct settings *settings)
{
	struct problems problems = { 0 };
	const struct site_section *section;
	struct site site;

	*settings = (struct settings){ 0 };
	if (site_load(&site, "/site", "site.conf", &problems) == 0) {
		section = site_section(&site, "log");
		settings->forward = core_read_collector(site_value(&site, section, "forward", ""),
		                        &settings->collector) == NULL;
	}
	site_free(&site);
	problems_free(&problems);
}
