/* SPDX-License-Identifier: MIT */
#include "dhcp6.h"

#include "card.h"
#include "io.h"
#include "say.h"
#include "state.h"

#include <string.h>
#include <unistd.h>

#define MACHINE_ID "/run/whit/machine-id" /* by mount-data */
#define HEX "0123456789abcdef"

enum {
	ID_DIGITS = 32,
	DUID_MAX = 64,
};

/* DUID-UUID (RFC 6355) of the machine's id, or DUID-LL of the first card, as udhcpc6's option 1. */
static void make_duid(const struct card *card, char duid[DUID_MAX])
{
	const struct card *first = card_at(0) != NULL ? card_at(0) : card;
	const uint8_t *mac = first->mac;
	char id[DUID_MAX] = "";

	if (io_read_file(MACHINE_ID, id, sizeof(id)) >= ID_DIGITS && strspn(id, HEX) == ID_DIGITS)
		snprintf(duid, DUID_MAX, "1:0004%.*s", ID_DIGITS, id);
	else
		snprintf(duid, DUID_MAX, "1:00030001%02x%02x%02x%02x%02x%02x", mac[0], mac[1],
		    mac[2], mac[3], mac[4], mac[5]);
}

static void run_client(const struct card *card)
{
	char *environment[] = { "family=6", NULL };
	char duid[DUID_MAX];

	const char *kind = card->dhcp6.asked == DHCP6_SERVERS ? "-fl" : "-f";

	make_duid(card, duid);
	execle("/usr/bin/udhcpc6", "udhcpc6", kind, "-s", "/usr/lib/whit/dhcp-event", "-i",
	    card->name, "-t", "4", "-T", "1", "-A", "5", "-x", duid, NULL, environment);
}

static void release(struct card *card)
{
	struct dhcp6 *dhcp = &card->dhcp6;

	if (dhcp->bound && dhcp->lease.address.length != 0 &&
	    netlink_remove_address(card_requests(), card->number, &dhcp->lease.address) == -1)
		say("%s: an old address stays: %m", card->name);
	dhcp->bound = false;
}

void dhcp6_stop(struct card *card)
{
	client_stop(&card->dhcp6.client);
	release(card);
	card->dhcp6.asked = DHCP6_NOTHING;
}

void dhcp6_announced(struct card *card, bool addresses, bool servers)
{
	struct dhcp6 *dhcp = &card->dhcp6;
	int asked = addresses ? DHCP6_ADDRESS : servers ? DHCP6_SERVERS : DHCP6_NOTHING;

	if (!settings_want_dhcp(card->section))
		asked = DHCP6_NOTHING;
	if (asked == (int)dhcp->asked)
		return;
	if (dhcp->asked != DHCP6_NOTHING)
		dhcp6_stop(card);
	dhcp->asked = asked;
	if (asked == DHCP6_NOTHING)
		return;
	say("%s: a router says that DHCPv6 has %s", card->name,
	    addresses ? "addresses" : "name servers");
	client_start(&dhcp->client, card, run_client);
}

static void on_lease(struct card *card, lease_value *value)
{
	struct dhcp6 *dhcp = &card->dhcp6;
	struct problems problems = { 0 };
	struct lease6 lease;
	int good = lease6_read(&lease, value, &problems);

	problems_print(&problems, stdout);
	problems_free(&problems);
	if (dhcp->asked == DHCP6_SERVERS)
		lease.address.length = 0;
	if (dhcp->bound && !settings_same_prefix(&lease.address, &dhcp->lease.address))
		release(card);
	if (good == 0 && lease.address.length != 0)
		good = netlink_add_address(card_requests(), card->number, &lease.address);
	if (good == -1) {
		say("%s: the lease of DHCPv6 is refused", card->name);
		client_replace(&dhcp->client);
		return;
	}
	dhcp->lease = lease;
	dhcp->bound = true;
}

void dhcp6_event(struct card *card, const char *what, lease_value *value)
{
	if (!card->dhcp6.client.wanted)
		return;
	if (strcmp(what, "bound") == 0 || strcmp(what, "renew") == 0)
		on_lease(card, value);
	else if (strcmp(what, "leasefail") == 0 || strcmp(what, "deconfig") == 0)
		release(card);
}
