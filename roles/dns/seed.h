/* SPDX-License-Identifier: MIT */
/*
 * seed - what becomes of the file of a zone that takes dynamic updates.
 *
 * Such a zone lives in Knot's journal on /data. Its file in the site is the seed: taken
 * whole the first time; when it has changed since, the change (and nothing else) is
 * brought into the zone beside what the updates did, see zone-merge.h. DATA/seeds holds
 * a copy of each file as it was last taken: ZONE.zone, or ZONE.signed when the zone was
 * signed then.
 *
 * The work is done by a knotd that nobody can reach, before the service starts. A change
 * that does not go together with the updates is not taken: the zone stays as it is, and
 * the log says so at each start until the file is put right.
 */
#ifndef WHIT_DNS_SEED_H
#define WHIT_DNS_SEED_H

#include "settings.h"

/* Has the zone's file been taken as a seed before? */
bool seed_is_taken(const struct folders *folders, const struct zone *zone);

/* Brings all such zones up to date, and forgets the seeds of the others: if they take
 * updates one day, they start from their files. Returns 0, or -1 when the server should
 * not start; reports either way. */
int seed_take(const struct settings *settings, struct problems *problems);

#endif
