/* SPDX-License-Identifier: MIT */
#include "netlink.h"

#include "cleanup.h"

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>

enum { REQUEST_MAX = 256, READ_MAX = 16 * 1024 };

/* A request in the making: a header, a fixed part, attributes. */
union request {
	struct nlmsghdr header;
	char space[REQUEST_MAX];
};

int netlink_open(uint32_t groups)
{
	const struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = groups };
	autoclose int fd =
	    socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);

	if (fd == -1 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) == -1)
		return -1;
	return steal_fd(&fd);
}

/* Starts a request and returns its fixed part, of `size` bytes, zeroed. */
static void *begin(union request *request, uint16_t type, uint16_t flags, size_t size)
{
	memset(request, 0, sizeof(*request));
	request->header.nlmsg_len = NLMSG_LENGTH((uint32_t)size);
	request->header.nlmsg_type = type;
	request->header.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	return NLMSG_DATA(&request->header);
}

/* Adds an attribute; all that are added here fit REQUEST_MAX. */
static void add(union request *request, uint16_t type, const void *data, size_t length)
{
	size_t at = NLMSG_ALIGN(request->header.nlmsg_len);
	struct rtattr head = { .rta_len = (uint16_t)RTA_LENGTH(length), .rta_type = type };

	memcpy(request->space + at, &head, sizeof(head));
	if (length > 0)
		memcpy(request->space + at + RTA_LENGTH(0), data, length);
	request->header.nlmsg_len = (uint32_t)(at + RTA_LENGTH(length));
}

static size_t address_size(const struct text_address *address)
{
	return address->family == AF_INET ? 4 : 16;
}

/* Sends a request and reads its acknowledgement. */
static int ask(int fd, union request *request)
{
	union {
		struct nlmsghdr header;
		char space[1024];
	} answer;
	struct nlmsgerr error;
	ssize_t got;

	request->header.nlmsg_flags |= NLM_F_ACK;
	if (send(fd, request, request->header.nlmsg_len, 0) == -1)
		return -1;
	got = recv(fd, &answer, sizeof(answer), 0);
	if (got == -1)
		return -1;
	if (!NLMSG_OK(&answer.header, (uint32_t)got) || answer.header.nlmsg_type != NLMSG_ERROR ||
	    answer.header.nlmsg_len < NLMSG_LENGTH(sizeof(error))) {
		errno = EPROTO;
		return -1;
	}
	memcpy(&error, NLMSG_DATA(&answer.header), sizeof(error));
	errno = -error.error;
	return error.error == 0 ? 0 : -1;
}

int netlink_link_up(int fd, unsigned card, unsigned mtu)
{
	union request request;
	struct ifinfomsg *link = begin(&request, RTM_NEWLINK, 0, sizeof(*link));

	link->ifi_index = (int)card;
	link->ifi_flags = IFF_UP;
	link->ifi_change = IFF_UP;
	if (mtu != 0)
		add(&request, IFLA_MTU, &mtu, sizeof(mtu));
	return ask(fd, &request);
}

/* Begins attributes within one; what is added until finish() is in it. */
static size_t nest(union request *request, uint16_t type)
{
	size_t at = NLMSG_ALIGN(request->header.nlmsg_len);

	add(request, type, NULL, 0);
	return at;
}

static void finish(union request *request, size_t nested)
{
	struct rtattr head;

	memcpy(&head, request->space + nested, sizeof(head));
	head.rta_len = (uint16_t)(request->header.nlmsg_len - nested);
	memcpy(request->space + nested, &head, sizeof(head));
}

int netlink_make_vlan(int fd, const char *name, unsigned card, unsigned vlan)
{
	uint16_t id = (uint16_t)vlan;
	union request request;
	size_t info, data;

	begin(&request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof(struct ifinfomsg));
	add(&request, IFLA_IFNAME, name, strlen(name) + 1);
	add(&request, IFLA_LINK, &card, sizeof(card));
	info = nest(&request, IFLA_LINKINFO);
	add(&request, IFLA_INFO_KIND, "vlan", sizeof("vlan"));
	data = nest(&request, IFLA_INFO_DATA);
	add(&request, IFLA_VLAN_ID, &id, sizeof(id));
	finish(&request, data);
	finish(&request, info);
	return ask(fd, &request);
}

int netlink_make_bond(int fd, const char *name, unsigned mode, unsigned interval)
{
	uint8_t bond_mode = (uint8_t)mode;
	union request request;
	size_t info, data;

	begin(&request, RTM_NEWLINK, NLM_F_CREATE, sizeof(struct ifinfomsg));
	add(&request, IFLA_IFNAME, name, strlen(name) + 1);
	info = nest(&request, IFLA_LINKINFO);
	add(&request, IFLA_INFO_KIND, "bond", sizeof("bond"));
	data = nest(&request, IFLA_INFO_DATA);
	add(&request, IFLA_BOND_MODE, &bond_mode, sizeof(bond_mode));
	add(&request, IFLA_BOND_MIIMON, &interval, sizeof(interval));
	finish(&request, data);
	finish(&request, info);
	return ask(fd, &request);
}

int netlink_join(int fd, unsigned card, unsigned bond)
{
	union request request;
	struct ifinfomsg *link = begin(&request, RTM_NEWLINK, 0, sizeof(*link));

	link->ifi_index = (int)card;
	link->ifi_change = IFF_UP;
	if (bond == 0 || ask(fd, &request) == -1)
		return -1;
	link = begin(&request, RTM_NEWLINK, 0, sizeof(*link));
	link->ifi_index = (int)card;
	add(&request, IFLA_MASTER, &bond, sizeof(bond));
	return ask(fd, &request);
}

static int change_address(int fd, uint16_t type, uint16_t flags, unsigned card,
    const struct text_prefix *prefix)
{
	const struct text_address *address = &prefix->address;
	union request request;
	struct ifaddrmsg *fixed = begin(&request, type, flags, sizeof(*fixed));

	fixed->ifa_family = (uint8_t)address->family;
	fixed->ifa_prefixlen = (uint8_t)prefix->length;
	fixed->ifa_index = card;
	add(&request, IFA_LOCAL, address->bytes, address_size(address));
	add(&request, IFA_ADDRESS, address->bytes, address_size(address));
	if (address->family == AF_INET && prefix->length < 31) {
		uint8_t broadcast[4];

		for (unsigned bit = 0; bit < 32; bit += 8) {
			unsigned kept = prefix->length <= bit ? 0 : prefix->length - bit;

			broadcast[bit / 8] = address->bytes[bit / 8];
			if (kept < 8)
				broadcast[bit / 8] |= (uint8_t)(0xff >> kept);
		}
		add(&request, IFA_BROADCAST, broadcast, sizeof(broadcast));
	}
	return ask(fd, &request);
}

int netlink_add_address(int fd, unsigned card, const struct text_prefix *address)
{
	return change_address(fd, RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, card, address);
}

int netlink_remove_address(int fd, unsigned card, const struct text_prefix *address)
{
	int result = change_address(fd, RTM_DELADDR, 0, card, address);

	return result == -1 && errno == EADDRNOTAVAIL ? 0 : result;
}

int netlink_route(int fd, unsigned card, bool create, const struct text_prefix *to,
    const struct text_address *via, unsigned metric, uint8_t protocol)
{
	union request request;
	struct rtmsg *route = begin(&request, create ? RTM_NEWROUTE : RTM_DELROUTE,
	    create ? NLM_F_CREATE | NLM_F_REPLACE : 0, sizeof(*route));
	struct text_address network = to->address;

	for (unsigned bit = to->length; bit < 8 * address_size(&network); bit++)
		network.bytes[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
	route->rtm_family = (uint8_t)network.family;
	route->rtm_dst_len = (uint8_t)to->length;
	route->rtm_table = RT_TABLE_MAIN;
	route->rtm_protocol = protocol;
	route->rtm_type = RTN_UNICAST;
	route->rtm_scope = via == NULL ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
	if (to->length > 0)
		add(&request, RTA_DST, network.bytes, address_size(&network));
	if (via != NULL) {
		add(&request, RTA_GATEWAY, via->bytes, address_size(via));
		/* a gateway outside the card's own network, as clouds have it, is meant */
		route->rtm_flags = RTNH_F_ONLINK;
	}
	add(&request, RTA_OIF, &card, sizeof(card));
	if (metric != 0)
		add(&request, RTA_PRIORITY, &metric, sizeof(metric));
	return ask(fd, &request);
}

int netlink_dump(int fd, uint16_t type, uint8_t family)
{
	union request request;
	struct ifaddrmsg *fixed = begin(&request, type, NLM_F_DUMP, sizeof(struct ifinfomsg));

	fixed->ifa_family = family; /* the first byte of every fixed part */
	return send(fd, &request, request.header.nlmsg_len, 0) == -1 ? -1 : 0;
}

int netlink_read(int fd, void (*message)(void *owner, const struct nlmsghdr *header), void *owner)
{
	union {
		struct nlmsghdr header;
		char space[READ_MAX];
	} buffer;
	ssize_t got = recv(fd, &buffer, sizeof(buffer), 0);
	struct nlmsghdr *header = &buffer.header;

	if (got == -1)
		return -1;
	for (uint32_t left = (uint32_t)got; NLMSG_OK(header, left);
	     header = NLMSG_NEXT(header, left))
		message(owner, header);
	return 0;
}

size_t netlink_find(const struct nlmsghdr *header, size_t fixed, uint16_t type, void *to,
    size_t size)
{
	const char *at = (const char *)header + NLMSG_SPACE((uint32_t)fixed);
	const char *end = (const char *)header + header->nlmsg_len;

	while (end - at >= (ptrdiff_t)sizeof(struct rtattr)) {
		struct rtattr head;
		size_t length;

		memcpy(&head, at, sizeof(head));
		if (head.rta_len < sizeof(head) || head.rta_len > end - at)
			return 0;
		length = head.rta_len - sizeof(head);
		if ((head.rta_type & NLA_TYPE_MASK) == type) {
			if (size > 0)
				memcpy(to, at + sizeof(head), length < size ? length : size);
			return length;
		}
		if (RTA_ALIGN(head.rta_len) > (size_t)(end - at))
			return 0;
		at += RTA_ALIGN(head.rta_len);
	}
	return 0;
}

bool netlink_read_link(const struct nlmsghdr *header, struct netlink_link *link)
{
	struct ifinfomsg fixed;

	if ((header->nlmsg_type != RTM_NEWLINK && header->nlmsg_type != RTM_DELLINK) ||
	    header->nlmsg_len < NLMSG_LENGTH(sizeof(fixed)))
		return false;
	memcpy(&fixed, (const char *)header + NLMSG_HDRLEN, sizeof(fixed));
	if (fixed.ifi_family != AF_UNSPEC)
		return false;
	*link = (struct netlink_link){
		.card = (unsigned)fixed.ifi_index,
		.type = fixed.ifi_type,
		.flags = fixed.ifi_flags,
		.removed = header->nlmsg_type == RTM_DELLINK,
	};
	netlink_find(header, sizeof(fixed), IFLA_ADDRESS, link->mac, sizeof(link->mac));
	netlink_find(header, sizeof(fixed), IFLA_MTU, &link->mtu, sizeof(link->mtu));
	link->software = netlink_find(header, sizeof(fixed), IFLA_LINKINFO, NULL, 0) > 0;
	return netlink_find(header, sizeof(fixed), IFLA_IFNAME, link->name,
	           sizeof(link->name) - 1) > 0;
}

bool netlink_read_router(const struct nlmsghdr *header, struct netlink_router *router)
{
	enum { MANAGED = 0x40, OTHER = 0x80 }; /* IF_RA_MANAGED, IF_RA_OTHERCONF of the kernel */
	struct ifinfomsg fixed;
	struct {
		struct rtattr head;
		uint32_t flags;
	} first; /* of the attributes within */

	if (header->nlmsg_type != RTM_NEWLINK || header->nlmsg_len < NLMSG_LENGTH(sizeof(fixed)))
		return false;
	memcpy(&fixed, (const char *)header + NLMSG_HDRLEN, sizeof(fixed));
	if (fixed.ifi_family != AF_INET6 ||
	    netlink_find(header, sizeof(fixed), IFLA_PROTINFO, &first, sizeof(first)) <
	        sizeof(first) ||
	    first.head.rta_type != IFLA_INET6_FLAGS || first.head.rta_len != sizeof(first))
		return false;
	*router = (struct netlink_router){ .card = (unsigned)fixed.ifi_index,
		.managed = (first.flags & MANAGED) != 0,
		.other = (first.flags & OTHER) != 0 };
	return true;
}

bool netlink_read_address(const struct nlmsghdr *header, struct netlink_address *address)
{
	struct ifaddrmsg fixed;
	struct text_prefix *prefix = &address->prefix;
	size_t length;

	if ((header->nlmsg_type != RTM_NEWADDR && header->nlmsg_type != RTM_DELADDR) ||
	    header->nlmsg_len < NLMSG_LENGTH(sizeof(fixed)))
		return false;
	memcpy(&fixed, (const char *)header + NLMSG_HDRLEN, sizeof(fixed));
	*address = (struct netlink_address){ .card = fixed.ifa_index,
		.flags = fixed.ifa_flags,
		.scope = fixed.ifa_scope,
		.prefix = { { fixed.ifa_family, { 0 } }, fixed.ifa_prefixlen },
		.removed = header->nlmsg_type == RTM_DELADDR };
	if (fixed.ifa_family != AF_INET && fixed.ifa_family != AF_INET6)
		return false;
	netlink_find(header, sizeof(fixed), IFA_FLAGS, &address->flags, sizeof(address->flags));
	length = netlink_find(header, sizeof(fixed), IFA_LOCAL, prefix->address.bytes, 16);
	if (length == 0)
		length =
		    netlink_find(header, sizeof(fixed), IFA_ADDRESS, prefix->address.bytes, 16);
	return length == address_size(&prefix->address);
}

bool netlink_read_route(const struct nlmsghdr *header, struct netlink_route *route)
{
	struct rtmsg fixed;

	if (header->nlmsg_type != RTM_NEWROUTE || header->nlmsg_len < NLMSG_LENGTH(sizeof(fixed)))
		return false;
	memcpy(&fixed, (const char *)header + NLMSG_HDRLEN, sizeof(fixed));
	if (fixed.rtm_table != RT_TABLE_MAIN || fixed.rtm_type != RTN_UNICAST)
		return false;
	*route = (struct netlink_route){ .to = { { fixed.rtm_family, { 0 } }, fixed.rtm_dst_len } };
	netlink_find(header, sizeof(fixed), RTA_DST, route->to.address.bytes, 16);
	netlink_find(header, sizeof(fixed), RTA_OIF, &route->card, sizeof(route->card));
	netlink_find(header, sizeof(fixed), RTA_PRIORITY, &route->metric, sizeof(route->metric));
	if (netlink_find(header, sizeof(fixed), RTA_GATEWAY, route->via.bytes, 16) > 0)
		route->via.family = fixed.rtm_family;
	return true;
}
