/* SPDX-License-Identifier: MIT */
/* Any bytes as the options of a router advertisement: the list of servers stays in order. */

#include "router.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nduseroptmsg fixed = { .nduseropt_family = 10, .nduseropt_ifindex = 1 };
	size_t length = NLMSG_LENGTH(sizeof(fixed)) + size;
	struct nlmsghdr *message = calloc(1, length);
	const struct router *router;

	if (message == NULL || size > UINT16_MAX) {
		free(message);
		return 0;
	}
	fixed.nduseropt_opts_len = (unsigned short)size;
	message->nlmsg_type = RTM_NEWNDUSEROPT;
	message->nlmsg_len = (uint32_t)length;
	memcpy((char *)message + NLMSG_HDRLEN, &fixed, sizeof(fixed));
	memcpy((char *)message + NLMSG_LENGTH(sizeof(fixed)), data, size);
	router_read(message, 0);
	router = router_of(1);
	if (router == NULL || router->dns_count > ROUTER_SERVERS)
		abort();
	for (size_t i = 0; i < router->dns_count; i++)
		if (router->dns[i].until <= 0 || router->dns[i].address.bytes[0] == 0xff)
			abort();
	router_forget(INT64_MAX);
	if (router->dns_count != 0)
		abort();
	free(message);
	return 0;
}
