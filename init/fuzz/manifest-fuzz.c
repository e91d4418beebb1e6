/* SPDX-License-Identifier: MIT */
/* Any file as role.conf: what is taken without complaint can be started. */

#include "manifest.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_service(const struct role_plan *manifest, size_t index)
{
	const struct service_plan *service = &manifest->services[index];

	if (service->command.word[0] == NULL || service->command.word[0][0] != '/')
		abort();
	if (service->ready == READY_FD && (service->ready_fd < 3 || service->ready_fd > 9))
		abort();
	if (service->ready == READY_FILE && service->ready_file[0] != '/')
		abort();
	if (service->ready_timeout < 1 || service->stop_timeout < 1)
		abort();
	if (service->after >> index != 0) /* only those that stand before */
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct role_plan manifest;
	struct problems problems = { 0 };

	if (manifest_read(&manifest, "fuzz", "role.conf", (const char *)data, size, &problems) == 0)
		for (size_t i = 0; i < manifest.service_count; i++)
			check_service(&manifest, i);
	else if (problems.errors == 0)
		abort(); /* refused, and nobody knows why */
	problems_free(&problems);
	return 0;
}
