/* SPDX-License-Identifier: MIT */
#include "state.h"

#include "card.h"
#include "cleanup.h"
#include "file.h"
#include "router.h"
#include "say.h"

#include <linux/rtnetlink.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SOON = 20 /* ms: changes come in swarms */, TEXT = 16 * 1024 };

struct page {
	char text[TEXT];
	size_t used;
};

static struct page state;
static struct page resolv;
static struct timer soon;

static void put(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds a line, or nothing when it does not fit whole. */
static void put(struct page *page, const char *format, ...)
{
	size_t room = sizeof(page->text) - page->used;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(page->text + page->used, room, format, arguments);
	va_end(arguments);
	if (length > 0 && (size_t)length < room)
		page->used += (size_t)length;
	page->text[page->used] = '\0';
}

static void put_card(const struct card *card)
{
	const uint8_t *mac = card->mac;
	char text[TEXT_PREFIX_MAX];

	put(&state, "card card=%s state=%s mac=%02x:%02x:%02x:%02x:%02x:%02x mtu=%u\n", card->name,
	    card->carrier ? "up" : "no-carrier", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5],
	    card->mtu);
	for (size_t i = 0; i < card->address_count; i++)
		put(&state, "address card=%s address=%s from=%s\n", card->name,
		    text_format_prefix(&card->addresses[i], text),
		    card_source(card, &card->addresses[i]));
	if (card->dhcp.bound)
		put(&state, "lease card=%s address=%s seconds=%u\n", card->name,
		    text_format_prefix(&card->dhcp.lease.address, text), card->dhcp.lease.seconds);
	if (card->dhcp6.bound && card->dhcp6.lease.address.length != 0)
		put(&state, "lease card=%s address=%s seconds=%u\n", card->name,
		    text_format_prefix(&card->dhcp6.lease.address, text),
		    card->dhcp6.lease.seconds);
}

/* A server once, however many name it: resolvers ask the first three. */
static void put_server(const char *fact, const char *server, const char *from)
{
	char known[2 * TEXT_WORD_MAX];

	snprintf(known, sizeof(known), "\n%s server=%s ", fact, server);
	if (strstr(state.text, known) != NULL)
		return;
	put(&state, "%s server=%s from=%s\n", fact, server, from);
	if (strcmp(fact, "dns") == 0)
		put(&resolv, "nameserver %s\n", server);
}

/* The words of a key of the site; false = there is none. */
static bool put_site(const char *key)
{
	const struct settings_section *section;
	char word[TEXT_WORD_MAX];
	bool any = false;

	for (size_t i = 0; (section = settings_at(i)) != NULL; i++) {
		struct settings_walk walk = { 0 };

		while (settings_next_word(section, key, &walk, word)) {
			any = true;
			put_server(key, word, "site");
		}
	}
	return any;
}

static void put_learned(const struct card *card, bool dns, bool ntp)
{
	const struct lease *lease = &card->dhcp.lease;
	const struct lease6 *lease6 = &card->dhcp6.lease;
	const struct router *router = router_of(card->number);
	char text[TEXT_ADDRESS_MAX];

	for (size_t i = 0; dns && card->dhcp.bound && i < lease->dns_count; i++)
		put_server("dns", text_format_address(&lease->dns[i], text), card->name);
	for (size_t i = 0; dns && card->dhcp6.bound && i < lease6->dns_count; i++)
		put_server("dns", text_format_address(&lease6->dns[i], text), card->name);
	for (size_t i = 0; dns && router != NULL && i < router->dns_count; i++)
		put_server("dns", text_format_address(&router->dns[i].address, text), card->name);
	for (size_t i = 0; ntp && card->dhcp.bound && i < lease->ntp_count; i++)
		put_server("ntp", text_format_address(&lease->ntp[i], text), card->name);
}

/* Search domains: one line of resolv.conf, the site's or the first lease's that has some. */
static void put_search(void)
{
	const struct settings_section *section;
	const char *from = "site";
	char domains[TEXT_WORD_MAX] = "";
	const char *rest = domains;
	char word[TEXT_WORD_MAX];

	for (size_t i = 0; domains[0] == '\0' && (section = settings_at(i)) != NULL; i++)
		snprintf(domains, sizeof(domains), "%s", settings_value(section, "search", ""));
	for (size_t place = 0; domains[0] == '\0' && place < CARDS; place++) {
		const struct card *card = card_at(place);

		if (card == NULL)
			continue;
		from = card->name;
		if (card->dhcp.bound)
			snprintf(domains, sizeof(domains), "%s", card->dhcp.lease.search);
		if (card->dhcp6.bound && domains[0] == '\0')
			snprintf(domains, sizeof(domains), "%s", card->dhcp6.lease.search);
	}
	if (domains[0] != '\0')
		put(&resolv, "search %s\n", domains);
	while (text_next_word(&rest, word, sizeof(word)) == 1)
		put(&state, "search domain=%s from=%s\n", word, from);
}

static const struct card *card_of(unsigned number)
{
	for (size_t place = 0; place < CARDS; place++)
		if (card_at(place) != NULL && card_at(place)->number == number)
			return card_at(place);
	return NULL;
}

static void put_route(void *owner, const struct nlmsghdr *header)
{
	struct netlink_route route;
	char to[TEXT_PREFIX_MAX];
	char via[TEXT_ADDRESS_MAX];
	const struct card *card;

	if (header->nlmsg_type == NLMSG_DONE || header->nlmsg_type == NLMSG_ERROR)
		*(bool *)owner = true;
	if (!netlink_read_route(header, &route) || (card = card_of(route.card)) == NULL)
		return;
	put(&state, "route card=%s to=%s%s%s metric=%u\n", card->name,
	    text_format_prefix(&route.to, to), route.via.family == 0 ? "" : " via=",
	    route.via.family == 0 ? "" : text_format_address(&route.via, via), route.metric);
}

static void put_routes(void)
{
	autoclose int fd = netlink_open(0);
	bool ended = false;

	if (fd == -1 || netlink_dump(fd, RTM_GETROUTE, AF_UNSPEC) == -1)
		return;
	while (!ended && netlink_read(fd, put_route, &ended) == 0)
		continue;
}

static void write_file(const char *path, const char *text)
{
	if (file_replace(path, text, 0644) == -1)
		say("%s: %m", path);
}

static void write_state(void *owner)
{
	bool own_dns;
	bool own_ntp;
	bool online = false;

	(void)owner;
	state.used = resolv.used = 0;
	state.text[0] = '\0';
	put(&resolv, "# by whit net\n");
	for (size_t place = 0; place < CARDS; place++) {
		const struct card *card = card_at(place);

		if (card == NULL)
			continue;
		put_card(card);
		online = online || card->address_count > 0;
	}
	put_routes();
	put_search();
	own_dns = put_site("dns");
	own_ntp = put_site("ntp");
	for (size_t place = 0; place < CARDS; place++)
		if (card_at(place) != NULL)
			put_learned(card_at(place), !own_dns, !own_ntp);
	write_file("/run/net/state", state.text);
	write_file("/run/net/resolv.conf", resolv.text);
	if (online)
		write_file("/run/net/online", "");
	else
		unlink("/run/net/online");
}

void state_changed(void)
{
	if (!soon.running)
		timer_set(&soon, SOON, write_state, NULL);
}
