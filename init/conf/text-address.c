/* SPDX-License-Identifier: MIT */
/* text-address [pure] - the part of text-values.h that is about the network. */

#include "text-values.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

/* Copies length bytes of text into out as a string. False when they do not fit. */
static bool copy_part(char *out, size_t size, const char *text, size_t length)
{
	if (length >= size)
		return false;
	memcpy(out, text, length);
	out[length] = '\0';
	return true;
}

const char *text_port(const char *text, uint16_t *port)
{
	int64_t number;

	if (text_integer(text, 1, UINT16_MAX, &number))
		return "is not a port: a number from 1 to 65535";
	if (port)
		*port = (uint16_t)number;
	return NULL;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

const char *text_mac(const char *text, uint8_t mac[6])
{
	static const char reason[] = "is not a MAC address, like 52:54:00:12:34:56";
	uint8_t result[6];

	for (size_t i = 0; i < 6; i++) {
		int high = hex_digit(text[0]);
		int low = high == -1 ? -1 : hex_digit(text[1]);

		if (low == -1)
			return reason;
		result[i] = (uint8_t)(high << 4 | low);
		if (i == 5 ? text[2] != '\0' : text[2] != ':' && text[2] != '-')
			return reason;
		text += 3;
	}
	if (result[0] & 1)
		return "is a multicast address, not that of a card";
	if (mac)
		memcpy(mac, result, sizeof(result));
	return NULL;
}

const char *text_address(const char *text, struct text_address *address)
{
	struct text_address result = { .family = strchr(text, ':') ? AF_INET6 : AF_INET };

	if (inet_pton(result.family, text, result.bytes) != 1)
		return "is not an IPv4 or IPv6 address";
	if (address)
		*address = result;
	return NULL;
}

static unsigned address_bits(const struct text_address *address)
{
	return address->family == AF_INET ? 32 : 128;
}

const char *text_prefix(const char *text, struct text_prefix *prefix)
{
	char part[TEXT_ADDRESS_MAX];
	const char *slash = strchr(text, '/');
	struct text_prefix result;
	int64_t length;

	if (!slash)
		return "lacks the length of its network, as in 192.0.2.10/24";
	if (!copy_part(part, sizeof(part), text, (size_t)(slash - text)) ||
	    text_address(part, &result.address))
		return "is not an IPv4 or IPv6 address and /length";
	if (text_integer(slash + 1, 0, address_bits(&result.address), &length))
		return "has a wrong length behind the /: 0 to 32, or 0 to 128 for IPv6";
	result.length = (unsigned)length;
	if (prefix)
		*prefix = result;
	return NULL;
}

static bool host_bits_are_zero(const struct text_prefix *prefix)
{
	for (unsigned bit = prefix->length; bit < address_bits(&prefix->address); bit++) {
		if (prefix->address.bytes[bit / 8] & (0x80 >> bit % 8))
			return false;
	}
	return true;
}

const char *text_network(const char *text, struct text_prefix *prefix)
{
	struct text_prefix result;
	const char *reason;

	if (!strchr(text, '/')) {
		reason = text_address(text, &result.address);
		if (reason)
			return reason;
		result.length = address_bits(&result.address);
	} else {
		reason = text_prefix(text, &result);
		if (reason)
			return reason;
		if (!host_bits_are_zero(&result))
			return "is not a network: bits behind its length are set, as in "
			       "192.0.2.1/24 "
			       "for 192.0.2.0/24";
	}
	if (prefix)
		*prefix = result;
	return NULL;
}

/* ADDRESS, ADDRESS:PORT, [IPV6], [IPV6]:PORT; a bare IPv6 address has no port. */
static bool read_endpoint(const char *text, struct text_listen *endpoint)
{
	char part[TEXT_ADDRESS_MAX];
	const char *end, *port = NULL;
	bool brackets = *text == '[';

	if (brackets) {
		end = strchr(++text, ']');
		if (!end || (end[1] && end[1] != ':'))
			return false;
		port = end[1] ? end + 2 : NULL;
	} else {
		end = strchr(text, ':');
		if (end && !strchr(end + 1, ':'))
			port = end + 1;
		else
			end = text + strlen(text);
	}
	if (!copy_part(part, sizeof(part), text, (size_t)(end - text)) ||
	    text_address(part, &endpoint->address))
		return false;
	if (brackets && endpoint->address.family != AF_INET6)
		return false;
	return !port || text_port(port, &endpoint->port) == NULL;
}

const char *text_listen(const char *text, struct text_listen *listen)
{
	struct text_listen result = { .any = false };

	if (text_port(text, &result.port) == NULL)
		result.any = true;
	else if (!read_endpoint(text, &result))
		return "is not ADDRESS, PORT, ADDRESS:PORT or [IPV6]:PORT";
	if (listen)
		*listen = result;
	return NULL;
}

const char *text_server(const char *text, struct text_listen *server)
{
	struct text_listen result = { .any = false };

	if (!read_endpoint(text, &result))
		return "is not ADDRESS, ADDRESS:PORT or [IPV6]:PORT";
	if (server)
		*server = result;
	return NULL;
}

const char *text_format_address(const struct text_address *address, char out[TEXT_ADDRESS_MAX])
{
	if (!inet_ntop(address->family, address->bytes, out, TEXT_ADDRESS_MAX))
		out[0] = '\0';
	return out;
}

const char *text_format_prefix(const struct text_prefix *prefix, char out[TEXT_PREFIX_MAX])
{
	char address[TEXT_ADDRESS_MAX];

	snprintf(out, TEXT_PREFIX_MAX, "%s/%u", text_format_address(&prefix->address, address),
	    prefix->length);
	return out;
}
