/* SPDX-License-Identifier: MIT */
/*
 * router - the name servers that IPv6 routers tell of (RDNSS, RFC 8106): the kernel hands on
 * what it does not use of a router advertisement itself, rtnetlink's RTM_NEWNDUSEROPT.
 */
#ifndef WHIT_ROUTER_H
#define WHIT_ROUTER_H

#include "text-values.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

enum { ROUTERS = 16, ROUTER_SERVERS = 4 };

#define ROUTER_GROUP (1U << (RTNLGRP_ND_USEROPT - 1))

struct router {
	unsigned card; /* 0 = none */
	struct {
		struct text_address address;
		int64_t until; /* of loop_now() */
	} dns[ROUTER_SERVERS];
	size_t dns_count;
};

/* Takes a message if it is one of those; true = something has changed. now is of loop_now(). */
bool router_read(const struct nlmsghdr *header, int64_t now);

/* Forgets the servers whose time is over. True = something has changed. */
bool router_forget(int64_t now);

/* What is known on a card, or NULL; good until the next router_read() or router_forget(). */
const struct router *router_of(unsigned card);

#endif
