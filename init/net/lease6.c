/* SPDX-License-Identifier: MIT */
#include "lease6.h"

#include <string.h>
#include <sys/socket.h>

enum { LENGTH = 128 };

/* An IPv6 address a machine may bear or ask from anywhere: global or unique local. */
static const char *read_host(const char *text, struct text_address *address)
{
	static const uint8_t nothing[10]; /* of ::, ::1, and IPv4 addresses in disguise */
	const char *why = text_address(text, address);

	if (why != NULL)
		return why;
	if (address->family != AF_INET6)
		return "is not an IPv6 address";
	if (memcmp(address->bytes, nothing, sizeof(nothing)) == 0 || address->bytes[0] == 0xff ||
	    (address->bytes[0] == 0xfe && (address->bytes[1] & 0xc0) == 0x80))
		return "is no address of a host";
	return NULL;
}

static void read_servers(struct lease6 *lease, lease_value *value, struct problems *problems)
{
	const char *list = value("dns");
	char word[TEXT_WORD_MAX];

	while (list != NULL && lease->dns_count < LEASE_SERVERS &&
	    text_next_word(&list, word, sizeof(word)) == 1) {
		const char *why = read_host(word, &lease->dns[lease->dns_count]);

		if (why == NULL)
			lease->dns_count++;
		else
			lease_complain(problems, "dns", word, why);
	}
}

int lease6_read(struct lease6 *lease, lease_value *value, struct problems *problems)
{
	const char *address = value("ipv6");
	const char *seconds = value("lease");
	const char *why;
	int64_t number;

	memset(lease, 0, sizeof(*lease));
	if (address != NULL) {
		why = read_host(address, &lease->address.address);
		if (why != NULL) {
			lease_complain(problems, "ipv6", address, why);
			return -1;
		}
		lease->address.length = LENGTH;
	}
	read_servers(lease, value, problems);
	lease_read_search(lease->search, value, problems);
	if (seconds != NULL && text_integer(seconds, 0, UINT32_MAX, &number) == NULL)
		lease->seconds = (uint32_t)number;
	return 0;
}
