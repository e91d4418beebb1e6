/* SPDX-License-Identifier: MIT */
#include "http.h"

#include <err.h>
#include <unistd.h>

void path_join(char out[PATH_MAX], const char *folder, const char *name)
{
	if ((size_t)snprintf(out, PATH_MAX, "%s/%s", folder, name) >= PATH_MAX)
		errx(RENDER_FAILED, "%s/%s: name too long", folder, name);
}

bool path_is_there(const char *folder, const char *name)
{
	char path[PATH_MAX];

	path_join(path, folder, name);
	return access(path, F_OK) == 0;
}
