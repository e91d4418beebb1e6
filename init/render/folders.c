/* SPDX-License-Identifier: MIT */
#include "folders.h"

#include <err.h>
#include <getopt.h>
#include <string.h>

void folders_read(int count, char **words, struct folders *folders)
{
	static const struct option options[] = {
		{ "site", required_argument, NULL, 0 },
		{ "run", required_argument, NULL, 1 },
		{ "data", required_argument, NULL, 2 },
		{ "secrets", required_argument, NULL, 3 },
		{ "bin", required_argument, NULL, 4 },
		{ "host", no_argument, NULL, 'h' },
		{ "checked", no_argument, NULL, 'c' },
		{ 0 },
	};
	const char **values[] = { &folders->site, &folders->run, &folders->data, &folders->secrets,
		&folders->bin };
	enum { FOLDERS = sizeof(values) / sizeof(*values) };
	int option;

	memset(folders, 0, sizeof(*folders));
	while ((option = getopt_long(count, words, "", options, NULL)) != -1) {
		if (option == 'h')
			folders->host = true;
		else if (option == 'c')
			folders->checked = true;
		else if (option >= 0 && option < FOLDERS)
			*values[option] = optarg;
		else
			break; /* getopt_long() has said why */
	}
	for (int i = 0; i < FOLDERS && option == -1 && optind == count; i++) {
		if (!*values[i])
			errx(RENDER_FAILED, "--%s is missing", options[i].name);
		/* they become parts of configuration files */
		if (strpbrk(*values[i], "$\"\\\n"))
			errx(RENDER_FAILED,
			    "--%s: a folder's name may not hold $, \", backslash or a line end",
			    options[i].name);
	}
	if (option != -1 || optind != count)
		errx(RENDER_FAILED,
		    "usage: render --site DIR --run DIR --data DIR --secrets DIR "
		    "--bin DIR [--host | --checked]");
}
