/* SPDX-License-Identifier: MIT */
/*
 * net-plan - what the site and the kernel command line want of each card.
 */
#ifndef WHIT_NET_PLAN_H
#define WHIT_NET_PLAN_H

#include "manifest.h"
#include "site.h"
#include "text.h"

enum { NET_SECTIONS = 32 };

/* What the kernel command line says of the first card; "" = nothing. */
struct net_override {
	const char *address;
	const char *gateway;
	const char *dns;
};

struct net_plan {
	const struct site *site;
	const struct net_override *override; /* wins over [network] */
	const struct site_section *first;    /* [network]; NULL when the site has none */
	bool first_claimed;                  /* by some card */
	bool own_dns;                        /* name servers are given: DHCP's do not count */
};

/* A place in the words of a key that may stand several times. */
struct net_words {
	const struct site_entry *entry;
	const char *rest;
	bool overridden;
};

void net_plan_open(struct net_plan *plan, const struct site *site,
    const struct net_override *override);

/* The section for a new card, or NULL: it is then on its own, with DHCP. */
const struct site_section *net_plan_claim(struct net_plan *plan, const char *name,
    const uint8_t mac[6]);

/* Has the site a section for the card of this name? */
bool net_plan_names(const struct net_plan *plan, const char *name);

/* The card of this section is gone: another may have it. */
void net_plan_release(struct net_plan *plan, const struct site_section *section);

/* The next word of key, the command line's instead of [network]'s. words starts zeroed. */
bool net_plan_next(const struct net_plan *plan, const struct site_section *section, const char *key,
    struct net_words *words, char word[TEXT_WORD_MAX]);

bool net_plan_wants_dhcp(const struct net_plan *plan, const struct site_section *section);
bool net_plan_has_address(const struct net_plan *plan, const struct site_section *section,
    const struct text_prefix *prefix);
bool net_plan_same_prefix(const struct text_prefix *one, const struct text_prefix *other);

/* The DHCP client of a card as a service. */
void net_plan_dhcp(const struct net_plan *plan, const struct site_section *section,
    const char *card, struct service_plan *service);

/* resolv.conf(5) from the given name servers. 0, or -1 with errno ENOSPC. */
int net_plan_resolv_conf(const struct net_plan *plan, char *text, size_t size);

#endif
