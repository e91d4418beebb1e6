/* SPDX-License-Identifier: MIT */
/*
 * logs - `whit logs`: the last lines of every source, in the order of their times (log/source.h),
 * or those that are kept on the disk (log/kept.h).
 */
#ifndef WHIT_LOGS_H
#define WHIT_LOGS_H

#define LOGS_USAGE "whit logs [-f | --kept] [--since TIME] [--json] [SOURCE]"

/* Does what the words behind `logs` say, ended by NULL; returns an exit code of proto.h. */
int logs(char *const *words);

#endif
