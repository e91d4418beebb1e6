/* SPDX-License-Identifier: MIT */
#include "router.h"

#include <string.h>
#include <sys/socket.h>

enum {
	OPTION_RDNSS =
	    25, /* RFC 8106, 5.1: type, length in 8 bytes, 2 reserved, lifetime, addresses */
	OPTION_UNIT = 8,
	ADDRESS = 16,
	LONGEST = 24 * 60 * 60, /* s: nobody's word lasts longer here */
};

static struct router routers[ROUTERS];

static struct router *find(unsigned card)
{
	for (size_t i = 0; i < ROUTERS; i++)
		if (routers[i].card == card)
			return &routers[i];
	return NULL;
}

const struct router *router_of(unsigned card)
{
	const struct router *router = find(card);

	return card == 0 ? NULL : router;
}

static bool is_usable(const uint8_t *bytes)
{
	static const uint8_t zero[ADDRESS];

	return bytes[0] != 0xff && memcmp(bytes, zero, ADDRESS) != 0;
}

/* An address with the seconds it is good for; 0 takes it back. True = this changed the list. */
static bool take(struct router *router, const uint8_t *bytes, uint32_t seconds, int64_t now)
{
	size_t at = 0;

	while (at < router->dns_count && memcmp(router->dns[at].address.bytes, bytes, ADDRESS) != 0)
		at++;
	if (seconds == 0) {
		if (at == router->dns_count)
			return false;
		router->dns[at] = router->dns[--router->dns_count];
		return true;
	}
	if (at == ROUTER_SERVERS)
		return false;
	router->dns[at].until = now + (int64_t)(seconds < LONGEST ? seconds : LONGEST) * 1000;
	if (at < router->dns_count)
		return false;
	router->dns[at].address.family = AF_INET6;
	memcpy(router->dns[at].address.bytes, bytes, ADDRESS);
	router->dns_count++;
	return true;
}

/* The options of one advertisement. */
static bool read_options(struct router *router, const uint8_t *at, size_t left, int64_t now)
{
	bool changed = false;

	while (left >= OPTION_UNIT) {
		size_t length = (size_t)at[1] * OPTION_UNIT;
		uint32_t seconds =
		    (uint32_t)at[4] << 24 | (uint32_t)at[5] << 16 | (uint32_t)at[6] << 8 | at[7];

		if (length == 0 || length > left)
			break;
		for (size_t i = OPTION_UNIT; at[0] == OPTION_RDNSS && i + ADDRESS <= length;
		     i += ADDRESS)
			if (is_usable(at + i))
				changed |= take(router, at + i, seconds, now);
		at += length;
		left -= length;
	}
	return changed;
}

bool router_read(const struct nlmsghdr *header, int64_t now)
{
	struct nduseroptmsg fixed;
	const uint8_t *options = (const uint8_t *)header + NLMSG_HDRLEN + sizeof(fixed);
	struct router *router;

	if (header->nlmsg_type != RTM_NEWNDUSEROPT ||
	    header->nlmsg_len < NLMSG_LENGTH(sizeof(fixed)))
		return false;
	memcpy(&fixed, (const char *)header + NLMSG_HDRLEN, sizeof(fixed));
	if (fixed.nduseropt_family != AF_INET6 || fixed.nduseropt_ifindex <= 0 ||
	    fixed.nduseropt_opts_len > header->nlmsg_len - NLMSG_LENGTH(sizeof(fixed)))
		return false;
	router = find((unsigned)fixed.nduseropt_ifindex);
	if (router == NULL)
		router = find(0);
	if (router == NULL)
		return false;
	router->card = (unsigned)fixed.nduseropt_ifindex;
	return read_options(router, options, fixed.nduseropt_opts_len, now);
}

bool router_forget(int64_t now)
{
	bool changed = false;

	for (size_t i = 0; i < ROUTERS; i++) {
		struct router *router = &routers[i];

		for (size_t j = router->dns_count; j-- > 0;) {
			if (router->dns[j].until > now)
				continue;
			router->dns[j] = router->dns[--router->dns_count];
			changed = true;
		}
	}
	return changed;
}
