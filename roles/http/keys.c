/* SPDX-License-Identifier: MIT */
/*
 * keys [pure] - which keys [http], [http.HOST] and [http.HOST/PATH] know, and the
 * values that only this role knows. README.md explains each.
 *
 * One table serves all three kinds of section: what may stand only in some of them is told by
 * keys_is_for_role() and keys_is_for_host().
 */

#include "http.h"
#include "text-values.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const word_no[] = { "no", NULL };
static const char *const word_all[] = { "all", NULL };
static const char *const tls_versions[] = { "1.2", "1.3", NULL };
static const char *const log_formats[] = { "combined", "json", "off", NULL };
static const char *const redirect_codes[] = { "301", "302", "303", "307", "308", NULL };
static const char *const client_certificates[] = { "required", "optional", "no", NULL };

/* nginx has no way to write these as themselves: `$` starts a variable wherever it stands. */
static const char *check_plain(const char *value)
{
	return strpbrk(value, "$\"\\") ? "may not hold $, \" or a backslash" : NULL;
}

static const char *check_index(const char *value)
{
	if (strchr(value, '/'))
		return "is not a file name: no / in it";
	return check_plain(value);
}

static const char *check_target(const char *value)
{
	if (strpbrk(value, " \t"))
		return "may not hold blanks: write %20";
	if (strncmp(value, "https://", 8) != 0 && strncmp(value, "http://", 7) != 0 &&
	    *value != '/')
		return "is neither https://..., http://... nor a path that starts with /";
	return check_plain(value);
}

/* ADDRESS:PORT with a port; localhost is 127.0.0.1. */
static const char *check_peer(const char *value)
{
	struct text_listen peer;

	if (strncmp(value, "unix:/", 6) == 0)
		return strpbrk(value + 6, ": \t;{}$\"'\\") ? "is not the path of a socket" : NULL;
	if (strncmp(value, "localhost:", 10) == 0)
		return text_port(value + 10, NULL);
	if (text_server(value, &peer) || peer.port == 0)
		return "is not ADDRESS:PORT, localhost:PORT or unix:/PATH";
	return NULL;
}

static const char *check_proxy(const char *value)
{
	char peer[TEXT_WORD_MAX];
	const char *start;
	size_t length;

	if (strncmp(value, "http://", 7) == 0)
		start = value + 7;
	else if (strncmp(value, "https://", 8) == 0)
		start = value + 8;
	else
		return "does not start with http:// or https://";
	if (strpbrk(value, " \t;{}?#") || check_plain(value))
		return "may hold no blank and none of ; { } ? # $ \" and backslash";
	if (strncmp(start, "unix:", 5) == 0)
		return check_peer(start);
	length = strcspn(start, "/");
	if (length >= sizeof(peer))
		return "is too long";
	memcpy(peer, start, length);
	peer[length] = '\0';
	if (!text_address(peer, NULL) || strcmp(peer, "localhost") == 0 ||
	    (*peer == '[' && peer[length - 1] == ']'))
		return NULL;
	if (check_peer(peer))
		return "needs an address: http://ADDRESS[:PORT][/PATH] (names are not looked up)";
	return NULL;
}

static const char *check_absolute(const char *value)
{
	return *value == '/' ? check_plain(value) : "is not an absolute path";
}

/* "10/s", "600/m" */
static const char *check_rate(const char *value)
{
	size_t digits = strspn(value, "0123456789");

	if (digits == 0 || digits > 6 || *value == '0' ||
	    (strcmp(value + digits, "/s") != 0 && strcmp(value + digits, "/m") != 0))
		return "is not a rate such as 10/s or 600/m";
	return NULL;
}

/* "Name: value"; those that nginx or other keys make are refused. */
static const char *check_header(const char *value)
{
	static const char *const ours[] = { "Connection", "Content-Length", "Transfer-Encoding",
		"Date", "Server", "ETag", "Cache-Control", "Expires", "Strict-Transport-Security",
		NULL };
	size_t name = strcspn(value, ":");

	for (const char *c = value; c < value + name; c++)
		if (!isalnum((unsigned char)*c) && *c != '-' && *c != '_')
			return "is not `Name: value`";
	if (name == 0 || value[name] == '\0' || value[name + 1] != ' ')
		return "is not `Name: value`";
	for (size_t i = 0; ours[i]; i++)
		if (strlen(ours[i]) == name && strncasecmp(ours[i], value, name) == 0)
			return "is a header that the server itself or another key makes";
	return strpbrk(value, "$\\") ? "may not hold $ or a backslash" : NULL;
}

static const char *check_charset(const char *value)
{
	for (const char *c = value; *c; c++)
		if (!isalnum((unsigned char)*c) && *c != '-' && *c != '_')
			return "is not the name of a character set, such as utf-8";
	return NULL;
}

#define SECOND 1000
#define HOUR (3600 * INT64_C(1000))
#define YEAR (INT64_C(365) * 24 * HOUR)

static const struct schema_key keys[] = {
	/* what a path shows */
	{ "root", SCHEMA_FOLDER, .conflicts = "redirect proxy", .check = check_plain },
	{ "index", SCHEMA_TEXT, SCHEMA_LIST, .check = check_index },
	{ "listing", SCHEMA_BOOL },
	{ "fallback", SCHEMA_TEXT, .conflicts = "error_404", .check = check_target },
	{ "redirect", SCHEMA_TEXT, .conflicts = "proxy fastcgi", .check = check_target },
	{ "redirect_code", SCHEMA_CHOICE, .choices = redirect_codes, .needs = "redirect" },
	{ "proxy", SCHEMA_TEXT, .conflicts = "fastcgi", .check = check_proxy },
	{ "proxy_ca", SCHEMA_FILE, .check = check_plain },
	{ "proxy_name", SCHEMA_HOSTNAME },
	{ "proxy_timeout", SCHEMA_DURATION, .min = SECOND, .max = 24 * HOUR },
	{ "fastcgi", SCHEMA_TEXT, .check = check_peer },
	{ "fastcgi_root", SCHEMA_TEXT, .check = check_absolute },
	{ "error_400", SCHEMA_FILE, .check = check_plain },
	{ "error_401", SCHEMA_FILE, .check = check_plain },
	{ "error_403", SCHEMA_FILE, .check = check_plain },
	{ "error_404", SCHEMA_FILE, .check = check_plain },
	{ "error_413", SCHEMA_FILE, .check = check_plain },
	{ "error_429", SCHEMA_FILE, .check = check_plain },
	{ "error_500", SCHEMA_FILE, .check = check_plain },
	{ "error_502", SCHEMA_FILE, .check = check_plain },
	{ "error_503", SCHEMA_FILE, .check = check_plain },
	{ "error_504", SCHEMA_FILE, .check = check_plain },
	/* how it is sent */
	{ "gzip", SCHEMA_BOOL },
	{ "cache", SCHEMA_DURATION, .max = YEAR, .choices = word_no },
	{ "charset", SCHEMA_TEXT, .check = check_charset },
	{ "header", SCHEMA_TEXT, SCHEMA_REPEAT, .check = check_header },
	{ "security_headers", SCHEMA_BOOL },
	/* who may have it, and how much */
	{ "auth", SCHEMA_SECRET, .choices = word_no },
	{ "auth_realm", SCHEMA_TEXT, .check = check_plain },
	{ "allow", SCHEMA_NETWORK, SCHEMA_LIST | SCHEMA_REPEAT, .choices = word_all },
	{ "deny", SCHEMA_NETWORK, SCHEMA_LIST | SCHEMA_REPEAT, .choices = word_all },
	{ "client_certificate", SCHEMA_CHOICE, .choices = client_certificates },
	{ "rate", SCHEMA_TEXT, .check = check_rate },
	{ "burst", SCHEMA_INTEGER, .max = 100000, .needs = "rate" },
	{ "connections", SCHEMA_INTEGER, .min = 1, .max = 100000 },
	{ "max_body", SCHEMA_SIZE, .max = INT64_C(1) << 40 },
	/* of a host */
	{ "names", SCHEMA_HOST_PATTERN, SCHEMA_LIST | SCHEMA_REPEAT },
	{ "listen", SCHEMA_LISTEN, SCHEMA_LIST | SCHEMA_REPEAT },
	{ "tls", SCHEMA_BOOL },
	{ "tls_listen", SCHEMA_LISTEN, SCHEMA_LIST | SCHEMA_REPEAT },
	{ "certificate", SCHEMA_FILE, .needs = "key", .check = check_plain },
	{ "key", SCHEMA_SECRET, .needs = "certificate" },
	{ "client_ca", SCHEMA_FILE, .check = check_plain },
	{ "https_only", SCHEMA_BOOL },
	{ "hsts", SCHEMA_DURATION, .max = 10 * YEAR },
	{ "log", SCHEMA_CHOICE, .choices = log_formats },
	/* of the whole server */
	{ "tls_versions", SCHEMA_CHOICE, SCHEMA_LIST, .choices = tls_versions },
	{ "http2", SCHEMA_BOOL },
	{ "header_timeout", SCHEMA_DURATION, .min = SECOND, .max = HOUR },
	{ "body_timeout", SCHEMA_DURATION, .min = SECOND, .max = HOUR },
	{ "send_timeout", SCHEMA_DURATION, .min = SECOND, .max = HOUR },
	{ "keepalive", SCHEMA_DURATION, .max = HOUR },
	{ "max_connections", SCHEMA_INTEGER, .min = 64, .max = 65000 },
	{ "trust_proxy", SCHEMA_NETWORK, SCHEMA_LIST | SCHEMA_REPEAT },
	{ 0 },
};

const struct schema_section http_schema[] = {
	{ "http", keys, 0, SCHEMA_TEXT },
	{ "http.*", keys, 0, SCHEMA_TEXT },
	{ 0 },
};

bool keys_is_for_role(const char *key)
{
	return text_list_has("tls_versions http2 header_timeout body_timeout send_timeout "
	                     "keepalive "
	                     "max_connections trust_proxy",
	    key);
}

bool keys_is_for_host(const char *key)
{
	return text_list_has(
	    "names listen tls tls_listen certificate key client_ca https_only hsts log", key);
}
