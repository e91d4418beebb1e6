/* SPDX-License-Identifier: MIT */
#include "restart.h"

int64_t restart_after(struct restart_history *history, int64_t started, int64_t died, int status)
{
	int64_t lived = died - started;
	int64_t delay = RESTART_FLOOR;

	history->deaths[history->count % RESTART_DEATHS] =
	    (struct restart_death){ .time = died, .lived = lived, .status = status };
	history->count++;
	if (lived >= RESTART_HEALTHY)
		history->quick = 0;
	else if (lived < RESTART_QUICK)
		history->quick++;

	if (!restart_is_loop(history))
		return lived < delay ? delay - lived : 0;
	for (unsigned i = RESTART_PATIENCE; i <= history->quick && delay < RESTART_CEILING; i++)
		delay *= 2;
	return delay < RESTART_CEILING ? delay : RESTART_CEILING;
}

bool restart_is_loop(const struct restart_history *history)
{
	return history->quick >= RESTART_PATIENCE;
}
