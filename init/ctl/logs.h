/* SPDX-License-Identifier: MIT */
/*
 * logs - `whit logs`: the last lines of every source, in the order of their times, from the rings
 * of the log program (log/ring.h). It is not asked: lines can be read when it is dead.
 */
#ifndef WHIT_LOGS_H
#define WHIT_LOGS_H

#define LOGS_USAGE "whit logs [-f] [--since TIME] [--json] [SOURCE]"

/* Does what the words behind `logs` say, ended by NULL; returns an exit code of proto.h. */
int logs(char *const *words);

#endif
