/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as what dhcp-event sends: each value lies in the message, behind its name, and no lease that is read from them
 * holds what a file cannot.
 */

#include "event.h"
#include "lease.h"
#include "lease6.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *message;
static size_t length;

static const char *value(const char *name)
{
	const char *found = event_find(message, length, name);
	size_t name_length = strlen(name);

	if (found == NULL)
		return NULL;
	if (found < message + name_length + 1 || found > message + length || found[-1] != '=' ||
	    memcmp(found - 1 - name_length, name, name_length) != 0)
		abort();
	if (found > message + name_length + 1 && found[-2 - (ptrdiff_t)name_length] != '\0')
		abort(); /* it is the end of another name */
	return found;
}

static void check_text(const char *text)
{
	for (; *text != '\0'; text++)
		if ((*text < ' ' && *text != '\n') || *text > '~' || strchr("\"'$`\\;&|<>", *text))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct problems problems = { 0 };
	struct lease lease;
	struct lease6 lease6;

	message = malloc(size + 1); /* no byte more: the sanitizer sees whoever reads on */
	if (message == NULL)
		return 0;
	memcpy(message, data, size);
	message[size] = '\0';
	length = size;
	value("interface");
	value("family");
	value(EVENT_NAME);
	if (lease_read(&lease, value, &problems) == 0) {
		if (lease.address.length < LEASE_LENGTH_MIN || lease.route_count > LEASE_ROUTES)
			abort();
		check_text(lease.search);
	}
	if (lease6_read(&lease6, value, &problems) == 0)
		check_text(lease6.search);
	problems_free(&problems);
	free(message);
	return 0;
}
