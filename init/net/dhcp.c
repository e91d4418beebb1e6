/* SPDX-License-Identifier: MIT */
#include "dhcp.h"

#include "card.h"
#include "cleanup.h"
#include "event.h"
#include "routes.h"
#include "say.h"
#include "state.h"

#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct watch events;
static char message[EVENT_MAX]; /* the event that is being read */
static size_t message_length;

static void run_client(const struct card *card)
{
	char hostname[64] = "";
	char option[sizeof("hostname:") + sizeof(hostname)];

	gethostname(hostname, sizeof(hostname) - 1);
	snprintf(option, sizeof(option), "hostname:%s", hostname);
	execl("/usr/bin/udhcpc", "udhcpc", "-f", "-s", "/usr/lib/whit/dhcp-event", "-i", card->name,
	    "-t", "4", "-T", "1", "-A", "5", "-V", "whit", "-O", "staticroutes", "-O", "mtu", "-O",
	    "search", "-O", "ntpsrv", hostname[0] == '\0' ? NULL : "-x", option, NULL);
}

void dhcp_start(struct card *card)
{
	client_start(&card->dhcp.client, card, run_client);
}

void dhcp_stop(struct card *card)
{
	client_stop(&card->dhcp.client);
	card->dhcp.bound = false;
}

/* The lease */

/* Removes the card's IPv4 addresses but static ones and the one to keep (may be NULL). */
static void remove_addresses(struct card *card, const struct text_prefix *keep)
{
	for (size_t i = 0; i < card->address_count; i++) {
		const struct text_prefix *address = &card->addresses[i];

		if (address->address.family != AF_INET ||
		    settings_have_address(card->section, address) ||
		    (keep != NULL && settings_same_prefix(keep, address)))
			continue;
		if (netlink_remove_address(card_requests(), card->number, address) == -1)
			say("%s: an old address stays: %m", card->name);
	}
}

/* Gives the card the routes of a lease, and takes away those of an earlier one: also what a
 * predecessor of this program left. Those directly on the card come first, for the other
 * routers may lie behind them. */
static void set_routes(const struct card *card, const struct lease *lease)
{
	static struct routes routes;

	if (routes_read(card_requests(), &routes) == -1 ||
	    routes_remove_old(card_requests(), &routes, card->number, lease) == -1)
		say("%s: old routes stay: %m", card->name);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < lease->route_count; i++) {
			const struct lease_route *route = &lease->routes[i];
			const struct text_prefix *taken =
			    routes_taken(&routes, card->number, route);
			bool direct = route->via.family == 0;
			char text[TEXT_PREFIX_MAX];
			char other[TEXT_PREFIX_MAX];

			if (direct != (pass == 0))
				continue;
			text_format_prefix(&route->to, text);
			if (taken != NULL)
				say("%s: route %s is refused: it takes from %s", card->name, text,
				    text_format_prefix(taken, other));
			else if (netlink_route(card_requests(), card->number, true, &route->to,
			             direct ? NULL : &route->via, card->metric, RTPROT_DHCP) == -1)
				say("%s: route %s: %m", card->name, text);
		}
	}
}

static void release(struct card *card)
{
	static const struct lease none;

	if (card->dhcp.bound)
		set_routes(card, &none);
	card->dhcp.bound = false;
	remove_addresses(card, NULL);
}

static void configure(struct card *card, const struct lease *lease)
{
	struct dhcp *dhcp = &card->dhcp;

	if (lease->mtu != 0 && settings_integer(card->section, "mtu", 0) == 0 &&
	    netlink_link_up(card_requests(), card->number, lease->mtu) == -1)
		say("%s: mtu %u: %m", card->name, lease->mtu);
	if (netlink_add_address(card_requests(), card->number, &lease->address) == -1) {
		say("%s: the address of the lease: %m", card->name);
		return;
	}
	remove_addresses(card, &lease->address);
	dhcp->lease = *lease;
	dhcp->bound = true;
	set_routes(card, lease);
}

static const char *event_value(const char *name)
{
	return event_find(message, message_length, name);
}

/* The network of another card, by the site, that the lease's own would take traffic from; NULL = none. */
static const char *takes_from(const struct card *card, const struct lease *lease,
    char word[TEXT_WORD_MAX])
{
	const struct lease_route own = { .to = lease->address };

	for (size_t place = 0; place < CARDS; place++) {
		const struct card *other = card_at(place);
		struct settings_walk walk = { 0 };
		struct text_prefix network;

		if (other == NULL || other == card)
			continue;
		while (settings_next_word(other->section, "address", &walk, word))
			if (text_prefix(word, &network) == NULL &&
			    network.address.family == AF_INET && own.to.length > network.length &&
			    lease_route_takes(&own, &network))
				return word;
	}
	return NULL;
}

/* A lease that is no good: another server, or this one another time, may have a better one. */
static void refuse(struct card *card)
{
	release(card);
	say("%s: the lease is refused", card->name);
	client_replace(&card->dhcp.client);
}

static void on_lease(struct card *card)
{
	char network[TEXT_WORD_MAX];
	struct problems problems = { 0 };
	struct lease lease;
	int good = lease_read(&lease, event_value, &problems);

	problems_print(&problems, stdout);
	problems_free(&problems);
	if (good == 0 && takes_from(card, &lease, network) != NULL) {
		say("%s: the address of the lease takes from %s", card->name, network);
		good = -1;
	}
	if (good == 0)
		configure(card, &lease);
	else
		refuse(card);
}

static void on_event(void *owner)
{
	ssize_t length = recv(events.fd, message, sizeof(message) - 1, 0);
	const char *name;
	const char *what;

	(void)owner;
	if (length <= 0)
		return;
	message_length = (size_t)length;
	message[length] = '\0';
	name = event_value("interface");
	what = event_value(EVENT_NAME);
	for (size_t place = 0; name != NULL && what != NULL && place < CARDS; place++) {
		struct card *card = card_at(place);

		if (card == NULL || strcmp(card->name, name) != 0)
			continue;
		if (event_value("family") != NULL)
			dhcp6_event(card, what, event_value);
		else if (!card->dhcp.client.wanted)
			continue;
		else if (strcmp(what, "bound") == 0 || strcmp(what, "renew") == 0)
			on_lease(card);
		else if (strcmp(what, "leasefail") == 0 ||
		    (strcmp(what, "deconfig") == 0 && card->dhcp.bound))
			release(
			    card); /* what we had before we were started again goes at a leasefail */
	}
	state_changed();
}

int dhcp_open(void)
{
	static const struct sockaddr_un address = { AF_UNIX, EVENT_SOCKET };
	autoclose int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	unlink(EVENT_SOCKET);
	if (fd == -1 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) == -1)
		return -1;
	return watch_add(&events, steal_fd(&fd), EPOLLIN, on_event, NULL);
}
