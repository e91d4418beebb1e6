/* SPDX-License-Identifier: MIT */
#include "net.h"

#include "core-schema.h"
#include "io.h"
#include "log.h"
#include "net-plan.h"
#include "netlink.h"

#include <errno.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENT_GROUPS (RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR)

static struct net_plan plan;
static struct net_card cards[NET_CARDS];
static size_t card_count;
static struct watch events_watch;
static int requests = -1;  /* socket for requests: acknowledgements only */
static struct timer again; /* dumps once more after messages were lost */
static bool addresses_asked;

static struct net_card *find_card(unsigned number)
{
	for (size_t i = 0; i < NET_CARDS; i++)
		if (cards[i].number == number)
			return &cards[i];
	return NULL;
}

/* Setting a card up */

static void add_addresses(const struct net_card *card)
{
	struct net_words words = { 0 };
	struct text_prefix address;
	char word[TEXT_WORD_MAX];

	while (net_plan_next(&plan, card->section, "address", &words, word)) {
		if (text_prefix(word, &address) != NULL) /* dhcp or none */
			continue;
		if (netlink_add_address(requests, card->number, &address) == -1)
			log_line("net: %s: address %s: %m", card->name, word);
	}
}

static void add_routes(const struct net_card *card)
{
	const struct site_entry *entry = NULL;
	struct net_words words = { 0 };
	struct text_address gateway;
	struct core_route route;
	char word[TEXT_WORD_MAX];

	while (net_plan_next(&plan, card->section, "gateway", &words, word)) {
		struct text_prefix all = { 0 };

		if (text_address(word, &gateway) != NULL)
			continue;
		all.address.family = gateway.family;
		if (netlink_add_route(requests, card->number, &all, &gateway, 0, RTPROT_BOOT) == -1)
			log_line("net: %s: gateway %s: %m", card->name, word);
	}
	while ((entry = site_next_entry(plan.site, card->section, "route", entry)) != NULL)
		if (core_read_route(entry->value, &route) == NULL &&
		    netlink_add_route(requests, card->number, &route.to, &route.via, 0,
		        RTPROT_BOOT) == -1)
			log_line("net: %s: route %s: %m", card->name, entry->value);
}

static void on_client_changed(void *owner)
{
	struct net_card *card = owner;

	if (card->dhcp_client.state == SERVICE_WAITING && card->carrier)
		service_proceed(&card->dhcp_client);
}

static void add_dhcp_client(struct net_card *card)
{
	struct service *client = &card->dhcp_client;

	if (client->plan == NULL) { /* a card that went and came again keeps its client */
		net_plan_dhcp(&plan, card->section, card->name, &card->dhcp_plan);
		client->plan = &card->dhcp_plan;
		client->changed = on_client_changed;
		client->owner = card;
		client->uid = NET_UID;
		if (chown("/run/net", NET_UID, NET_UID) == -1)
			log_line("net: /run/net: %m: DHCP can leave no name servers there");
		snprintf(client->name, sizeof(client->name), "net.%s", card->name);
		snprintf(client->title, sizeof(client->title), "net: %s: dhcp client", card->name);
		service_add(client);
	}
	service_start(client);
}

static void set_up(struct net_card *card)
{
	if (netlink_link_up(requests, card->number,
	        (unsigned)site_integer(plan.site, card->section, "mtu", 0)) == -1)
		log_line("net: %s: cannot be set up: %m", card->name);
	add_addresses(card);
	add_routes(card);
	card->dhcp = net_plan_wants_dhcp(&plan, card->section);
	if (card->dhcp)
		add_dhcp_client(card);
}

/* What the kernel tells */

static struct net_card *add_card(const struct netlink_link *link)
{
	struct net_card *card = NULL;

	/* the place it had before, for its DHCP client is there; else one nobody has had */
	for (size_t i = 0; i < NET_CARDS; i++)
		if (cards[i].number == 0 &&
		    (strcmp(cards[i].name, link->name) == 0 ||
		        (card == NULL && cards[i].name[0] == '\0')))
			card = &cards[i];
	if (card == NULL) {
		log_line("net: %s: is one card too many, left alone", link->name);
		return NULL;
	}
	card_count++;
	card->number = link->card;
	card->carrier = false;
	card->address_count = 0;
	snprintf(card->name, sizeof(card->name), "%s", link->name);
	memcpy(card->mac, link->mac, sizeof(card->mac));
	card->section = net_plan_claim(&plan, card->name, card->mac);
	return card;
}

static void remove_card(struct net_card *card)
{
	log_line("net: %s: removed", card->name);
	if (card->dhcp)
		service_stop(&card->dhcp_client);
	net_plan_release(&plan, card->section);
	card->number = 0;
	card_count--;
}

static void on_link(const struct netlink_link *link)
{
	bool carrier = (link->flags & IFF_LOWER_UP) != 0;
	struct net_card *card = find_card(link->card);

	if (link->type == ARPHRD_LOOPBACK && (link->flags & IFF_UP) == 0 &&
	    netlink_link_up(requests, link->card, 0) == -1)
		log_line("net: %s: cannot be set up: %m", link->name);
	if (link->type != ARPHRD_ETHER)
		return;
	if (link->removed) {
		if (card != NULL)
			remove_card(card);
		return;
	}
	if (card == NULL) {
		if (link->software && !net_plan_names(&plan, link->name))
			return; /* bond0 and its like are no cards unless somebody says so */
		card = add_card(link);
		if (card == NULL)
			return;
		set_up(card);
	}
	if (carrier == card->carrier)
		return;
	card->carrier = carrier;
	log_line("net: %s: %s", card->name, carrier ? "link is up" : "link is down");
	if (carrier && card->dhcp)
		on_client_changed(card);
}

static const char *source_of(const struct net_card *card, const struct netlink_address *address)
{
	if (net_plan_has_address(&plan, card->section, &address->prefix))
		return "static";
	return address->prefix.address.family == AF_INET ? "dhcp" : "router";
}

static size_t find_address(const struct net_card *card, const struct text_prefix *prefix)
{
	size_t i = 0;

	while (i < card->address_count && !net_plan_same_prefix(&card->addresses[i], prefix))
		i++;
	return i;
}

static void on_address(const struct netlink_address *address)
{
	struct net_card *card = find_card(address->card);
	char text[TEXT_PREFIX_MAX];
	size_t at;

	if (card == NULL || address->card == 0 || address->scope != RT_SCOPE_UNIVERSE)
		return;
	at = find_address(card, &address->prefix);
	text_format_prefix(&address->prefix, text);
	if (address->removed && at < card->address_count) {
		card->addresses[at] = card->addresses[--card->address_count];
		log_line("net: %s: address %s is gone", card->name, text);
	} else if (!address->removed && at == card->address_count && at < NET_ADDRESSES &&
	    (address->flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED)) == 0) {
		card->addresses[card->address_count++] = address->prefix;
		log_line("net: %s: address %s (%s)", card->name, text, source_of(card, address));
	}
}

static void on_message(void *owner, const struct nlmsghdr *header)
{
	struct netlink_link link;
	struct netlink_address address;

	(void)owner;
	if (netlink_read_link(header, &link))
		on_link(&link);
	else if (netlink_read_address(header, &address))
		on_address(&address);
	else if (header->nlmsg_type == NLMSG_DONE && !addresses_asked) {
		/* one dump at a time: the addresses after the cards */
		addresses_asked = true;
		if (card_count == 0)
			log_line("net: there is no network card");
		netlink_dump(events_watch.fd, RTM_GETADDR, AF_UNSPEC);
	}
}

static void look_at_all(void *owner)
{
	(void)owner;
	addresses_asked = false;
	if (netlink_dump(events_watch.fd, RTM_GETLINK, AF_UNSPEC) == -1)
		timer_set(&again, 1000, look_at_all, NULL);
}

static void on_readable(void *owner)
{
	(void)owner;
	if (netlink_read(events_watch.fd, on_message, NULL) == -1 && errno == ENOBUFS)
		timer_set(&again, 100, look_at_all, NULL);
}

static void write_resolv_conf(void)
{
	char text[2048];

	if (plan.own_dns &&
	    (net_plan_resolv_conf(&plan, text, sizeof(text)) == -1 ||
	        io_replace_file("/run/net/resolv.conf", text, 0644) == -1))
		log_line("net: /run/net/resolv.conf: %m");
}

void net_start(const struct site *site, const struct net_override *override)
{
	int events = netlink_open(EVENT_GROUPS);

	net_plan_open(&plan, site, override);
	write_resolv_conf();
	requests = netlink_open(0);
	if (events == -1 || requests == -1 ||
	    watch_add(&events_watch, events, EPOLLIN, on_readable, NULL) == -1) {
		log_line("net: no rtnetlink: %m: there is no network");
		return;
	}
	look_at_all(NULL);
}

const struct net_card *net_card_at(size_t place)
{
	return cards[place].number == 0 ? NULL : &cards[place];
}
