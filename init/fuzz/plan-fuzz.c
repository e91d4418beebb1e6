/* SPDX-License-Identifier: MIT */
/* Any text as plan: what is taken is, written again, the same text. */

#include "plan.h"
#include "write-plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_service(const struct service_plan *service, size_t index)
{
	if (service->command.word[0] == NULL || service->command.word[0][0] != '/')
		abort();
	if (service->ready == READY_FD && (service->ready_fd < 3 || service->ready_fd > 9))
		abort();
	if (service->ready_timeout < 1 || service->stop_timeout < 1)
		abort();
	if (service->after >> index != 0) /* only those that stand before */
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct plan plan, again;
	static char text[PLAN_FILE];
	size_t used = (size_t)snprintf(text, sizeof(text), "%s\n", PLAN_FIRST_LINE);
	unsigned line = 0;

	memset(&plan, 0, sizeof(plan));
	if (plan_read(&plan, (const char *)data, size, &line) != NULL) {
		if (line == 0 && size > 0)
			abort(); /* refused, and nobody knows where */
		return 0;
	}
	for (size_t i = 0; i < plan.count; i++) {
		for (size_t j = 0; j < plan.roles[i].service_count; j++)
			check_service(&plan.roles[i].services[j], j);
		used = write_plan(&plan.roles[i], text, used, sizeof(text));
	}
	memset(&again, 0, sizeof(again));
	if (used < sizeof(text) &&
	    (plan_read(&again, text, used, &line) != NULL || again.count != plan.count))
		abort();
	return 0;
}
