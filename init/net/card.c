/* SPDX-License-Identifier: MIT */
#include "card.h"

#include "core-schema.h"
#include "link.h"
#include "router.h"
#include "say.h"
#include "state.h"

#include <errno.h>
#include <limits.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if_arp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define EVENT_GROUPS \
	(RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | \
	    RTMGRP_IPV6_ROUTE | RTMGRP_IPV6_IFINFO | ROUTER_GROUP)

enum {
	FIRST_METRIC = 100,
	FORGET_EVERY = 60 * 1000, /* ms, for what routers said */
};

static struct card cards[CARDS];
static struct watch events;
static int requests = -1;  /* acknowledgements only */
static struct timer again; /* dumps once more after messages were lost */
static struct timer forget;
/* Of what the kernel is being asked: one dump at a time, in this order. */
static enum { ASKED_CARDS, ASKED_ADDRESSES, ASKED_ROUTERS, ASKED_ALL } asked;
static void (*on_first_look)(void);

struct card *card_at(size_t place)
{
	return cards[place].number == 0 ? NULL : &cards[place];
}

int card_requests(void)
{
	return requests;
}

static struct card *find_card(unsigned number)
{
	for (size_t i = 0; i < CARDS; i++)
		if (cards[i].number == number)
			return &cards[i];
	return NULL;
}

/* Setting a card up */

static void add_addresses(const struct card *card)
{
	struct settings_walk walk = { 0 };
	struct text_prefix address;
	char word[TEXT_WORD_MAX];

	while (settings_next_word(card->section, "address", &walk, word)) {
		if (text_prefix(word, &address) != NULL) /* dhcp or none */
			continue;
		if (netlink_add_address(requests, card->number, &address) == -1)
			say("%s: address %s: %m", card->name, word);
	}
}

static void add_routes(const struct card *card)
{
	struct settings_walk gateways = { 0 };
	struct settings_walk routes = { 0 };
	struct text_address gateway;
	struct core_route route;
	char word[TEXT_WORD_MAX];
	const char *value;

	while (settings_next_word(card->section, "gateway", &gateways, word)) {
		struct text_prefix all = { 0 };

		if (text_address(word, &gateway) != NULL)
			continue;
		all.address.family = gateway.family;
		if (netlink_route(requests, card->number, true, &all, &gateway, card->metric,
		        RTPROT_BOOT) == -1)
			say("%s: gateway %s: %m", card->name, word);
	}
	while ((value = settings_next(card->section, "route", &routes)) != NULL)
		if (core_read_route(value, &route) == NULL &&
		    netlink_route(requests, card->number, true, &route.to, &route.via, card->metric,
		        RTPROT_BOOT) == -1)
			say("%s: route %s: %m", card->name, value);
}

static void set_up(struct card *card)
{
	card->section = settings_claim(card->name, card->mac);
	card->is_set_up = true;
	if (link_join_bond(card)) {
		card->section->claimed = false; /* [network] is for another */
		return;
	}
	card->metric =
	    (unsigned)settings_integer(card->section, "metric", FIRST_METRIC + (card - cards));
	if (netlink_link_up(requests, card->number,
	        (unsigned)settings_integer(card->section, "mtu", 0)) == -1)
		say("%s: cannot be set up: %m", card->name);
	add_addresses(card);
	add_routes(card);
	if (settings_want_dhcp(card->section))
		dhcp_start(card);
	link_make_vlans(card);
}

/* Where a card is in the machine: "/sys/devices/pci0000:00/0000:00:02.0/...". A card that is
 * nowhere, for it is none, comes last. */
static void find_place(const struct card *card, char place[PATH_MAX])
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/class/net/%s/device", card->name);
	if (realpath(path, place) == NULL)
		snprintf(place, PATH_MAX, "~%s", card->name);
}

static int compare_places(const void *one, const void *other)
{
	char places[2][PATH_MAX];

	find_place(one, places[0]);
	find_place(other, places[1]);
	return strcmp(places[0], places[1]);
}

static size_t count_cards(void)
{
	size_t count = 0;

	while (count < CARDS && cards[count].number != 0)
		count++;
	return count;
}

/* A look at the cards is over; at the first one they are put in the order of their places. */
static void on_all_cards(void)
{
	size_t count = count_cards();

	if (on_first_look != NULL && count == 0)
		say("there is no network card");
	if (on_first_look != NULL)
		qsort(cards, count, sizeof(cards[0]), compare_places);
	for (size_t i = 0; i < CARDS; i++)
		if (cards[i].number != 0 && !cards[i].is_set_up)
			set_up(&cards[i]);
}

/* What the kernel tells */

static struct card *add_card(const struct netlink_link *link)
{
	struct card *card = NULL;

	/* the place it had before, for its DHCP client is there; else one nobody has had */
	for (size_t i = CARDS; i-- > 0;)
		if (cards[i].number == 0 &&
		    (strcmp(cards[i].name, link->name) == 0 || cards[i].name[0] == '\0'))
			card = &cards[i];
	if (card == NULL) {
		say("%s: is one card too many, left alone", link->name);
		return NULL;
	}
	card->number = link->card;
	card->carrier = false;
	card->is_set_up = false;
	card->address_count = 0;
	card->section = settings_none();
	snprintf(card->name, sizeof(card->name), "%s", link->name);
	memcpy(card->mac, link->mac, sizeof(card->mac));
	return card;
}

static void remove_card(struct card *card)
{
	say("%s: removed", card->name);
	dhcp_stop(card);
	dhcp6_stop(card);
	card->section->claimed = false;
	card->number = 0;
}

static void on_carrier(struct card *card, bool carrier)
{
	if (carrier == card->carrier)
		return;
	card->carrier = carrier;
	say("%s: %s", card->name, carrier ? "link is up" : "link is down");
	if (!carrier)
		return;
	client_carrier(&card->dhcp.client);
	client_carrier(&card->dhcp6.client);
}

static void on_link(const struct netlink_link *link)
{
	struct card *card = find_card(link->card);

	if (link->type == ARPHRD_LOOPBACK && (link->flags & IFF_UP) == 0 &&
	    netlink_link_up(requests, link->card, 0) == -1)
		say("%s: cannot be set up: %m", link->name);
	if (link->type != ARPHRD_ETHER)
		return;
	if (link->removed) {
		if (card != NULL)
			remove_card(card);
		return;
	}
	if (card == NULL && link->software && !settings_names(link->name))
		return; /* bond0 and its like are no cards unless somebody says so */
	if (card == NULL)
		card = add_card(link);
	if (card == NULL)
		return;
	card->mtu = link->mtu;
	if (!card->is_set_up && asked != ASKED_CARDS)
		set_up(card);
	on_carrier(card, (link->flags & IFF_LOWER_UP) != 0);
}

const char *card_source(const struct card *card, const struct text_prefix *address)
{
	if (settings_have_address(card->section, address))
		return "static";
	if (address->address.family == AF_INET ||
	    (card->dhcp6.bound && settings_same_prefix(address, &card->dhcp6.lease.address)))
		return "dhcp";
	return "router";
}

static size_t find_address(const struct card *card, const struct text_prefix *prefix)
{
	size_t i = 0;

	while (i < card->address_count && !settings_same_prefix(&card->addresses[i], prefix))
		i++;
	return i;
}

/* May it be used? While the kernel still looks for a double it may, unless there is one (RFC 4429). */
static bool is_usable(const struct netlink_address *address)
{
	return !address->removed && (address->flags & IFA_F_DADFAILED) == 0 &&
	    (address->flags & (IFA_F_TENTATIVE | IFA_F_OPTIMISTIC)) != IFA_F_TENTATIVE;
}

static void on_address(const struct netlink_address *address)
{
	struct card *card = find_card(address->card);
	char text[TEXT_PREFIX_MAX];
	size_t at;

	if (card == NULL || address->card == 0 || address->scope != RT_SCOPE_UNIVERSE)
		return;
	at = find_address(card, &address->prefix);
	text_format_prefix(&address->prefix, text);
	if (!is_usable(address) && at < card->address_count) {
		card->addresses[at] = card->addresses[--card->address_count];
		say("%s: address %s is gone", card->name, text);
	} else if (is_usable(address) && at == card->address_count && at < CARD_ADDRESSES) {
		card->addresses[card->address_count++] = address->prefix;
		say("%s: address %s (%s)", card->name, text, card_source(card, &address->prefix));
	}
}

/* What was asked for has come. */
static void on_dump_end(void)
{
	if (asked == ASKED_CARDS) {
		asked = ASKED_ADDRESSES;
		on_all_cards();
		netlink_dump(events.fd, RTM_GETADDR, AF_UNSPEC);
	} else if (asked == ASKED_ADDRESSES) {
		asked = ASKED_ROUTERS;
		if (on_first_look != NULL)
			on_first_look();
		on_first_look = NULL;
		netlink_dump(events.fd, RTM_GETLINK, AF_INET6);
	} else {
		asked = ASKED_ALL;
	}
}

static void on_message(void *owner, const struct nlmsghdr *header)
{
	struct netlink_link link;
	struct netlink_router router;
	struct card *card;
	struct netlink_address address;

	(void)owner;
	if (netlink_read_link(header, &link))
		on_link(&link);
	else if (netlink_read_address(header, &address))
		on_address(&address);
	else if (netlink_read_router(header, &router) && (card = find_card(router.card)) != NULL)
		dhcp6_announced(card, router.managed, router.other);
	else if (header->nlmsg_type == NLMSG_DONE)
		on_dump_end();
	else
		router_read(header, loop_now());
	state_changed();
}

static void look_at_all(void *owner)
{
	(void)owner;
	asked = ASKED_CARDS;
	if (netlink_dump(events.fd, RTM_GETLINK, AF_UNSPEC) == -1)
		timer_set(&again, 1000, look_at_all, NULL);
}

static void on_readable(void *owner)
{
	(void)owner;
	if (netlink_read(events.fd, on_message, NULL) == -1 && errno == ENOBUFS)
		timer_set(&again, 100, look_at_all, NULL);
}

static void on_forget(void *owner)
{
	(void)owner;
	if (router_forget(loop_now()))
		state_changed();
	timer_set(&forget, FORGET_EVERY, on_forget, NULL);
}

int card_open(void (*ready)(void))
{
	int fd = netlink_open(EVENT_GROUPS);

	on_first_look = ready;
	requests = netlink_open(0);
	if (fd == -1 || requests == -1 || watch_add(&events, fd, EPOLLIN, on_readable, NULL) == -1)
		return -1;
	on_forget(NULL);
	link_make_bonds();
	look_at_all(NULL);
	return 0;
}
