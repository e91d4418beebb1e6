/* SPDX-License-Identifier: MIT */
/*
 * net - `whit net`: the facts of /run/net/state (net/state.h), as they stand or as JSON, an
 * object a fact.
 */
#ifndef WHIT_CTL_NET_H
#define WHIT_CTL_NET_H

#include <stdbool.h>

/* Prints them; returns an exit code of lib/proto.h. */
int net_show(bool json);

#endif
