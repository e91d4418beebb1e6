/* SPDX-License-Identifier: MIT */
/*
 * answer [pure] - what Hyper-V's host asks of a machine, and what it is told: key-value pairs (KVP).
 *
 * The kernel (hv_utils) hands each question on as a struct hv_kvp_msg of linux/hyperv.h, strings in
 * UTF-8, and wants the same back with the answer in it. It is asked for
 *
 *	ENUMERATE     the pool `auto`, by index: the machine's name, addresses and system
 *	GET_IP_INFO   of one card, meant by its MAC address: addresses, masks, routers, name servers
 *
 * Of other pools, which host and machine could fill for each other, there is none here: they are
 * empty, and what would change them, or the network, is refused.
 */
#ifndef WHIT_ANSWER_H
#define WHIT_ANSWER_H

#include <linux/hyperv.h>
#include <stdbool.h>

struct answer_facts {
	const char *hostname;
	const char *os_name;    /* "Whit" */
	const char *os_version; /* "0.1.0" */
	const char *kernel;     /* "6.12.117" */
	const char *network;    /* a fact a line: net/state.h */
};

/* Turns a question into its answer, whatever is in it. */
void answer_question(struct hv_kvp_msg *message, const struct answer_facts *facts);

#endif
