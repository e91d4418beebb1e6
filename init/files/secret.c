/* SPDX-License-Identifier: MIT */
#include "secret.h"

#include <string.h>

const char *secret_name(const char *text)
{
	static const char good[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-";
	size_t length = strspn(text, good);

	if (length == 0 || length > 255 || text[length] || text[0] == '.')
		return "is not the name of a secret: letters, digits, '.', _, + and -, no dot "
		       "first";
	return NULL;
}
