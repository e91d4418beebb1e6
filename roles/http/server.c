/* SPDX-License-Identifier: MIT */
/* server - nginx.conf: a host, its sockets, its names, its TLS. */

#include "http.h"
#include "text-values.h"

#include <string.h>

/* Ciphers for TLS 1.2: forward secret and authenticated, none else; 1.3 has only such. */
static const char ciphers[] = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                              "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                              "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

static void write_listen(FILE *out, const struct http *http, const struct text_listen *listen,
    bool tls)
{
	const char *suffix = tls ? " ssl" : "";
	unsigned port = listen->port;
	char address[TEXT_ADDRESS_MAX];

	if (listen->any) {
		fprintf(out, "\tlisten %u%s;\n", port, suffix);
		if (http->ipv6)
			fprintf(out, "\tlisten [::]:%u%s;\n", port, suffix);
		return;
	}
	text_format_address(&listen->address, address);
	if (strchr(address, ':'))
		fprintf(out, "\tlisten [%s]:%u%s;\n", address, port, suffix);
	else
		fprintf(out, "\tlisten %s:%u%s;\n", address, port, suffix);
}

/* tls_listen, when it is not given, is the addresses of listen with port 443. */
static void write_default_tls_listens(FILE *out, const struct http *http, const struct host *host)
{
	const struct site_section *section = place_section(&host->place, "listen");
	const struct site_entry *entry = NULL;
	struct text_listen listen;
	char word[TEXT_WORD_MAX];
	bool any = true;

	while ((entry = site_next_entry(http->site, section, "listen", entry))) {
		const char *rest = entry->value;

		while (text_next_word(&rest, word, sizeof(word)) == 1) {
			if (text_listen(word, &listen) || listen.any)
				continue;
			listen.port = 443;
			write_listen(out, http, &listen, true);
			any = false;
		}
	}
	if (any)
		write_listen(out, http, &(struct text_listen){ .any = true, .port = 443 }, true);
}

static void write_listens(FILE *out, const struct http *http, const struct host *host, bool tls)
{
	const char *key = tls ? "tls_listen" : "listen";
	const struct site_section *section = place_section(&host->place, key);
	const struct site_entry *entry = NULL;
	struct text_listen listen = { .any = true, .port = 80 };
	char word[TEXT_WORD_MAX];

	if (!section && tls)
		write_default_tls_listens(out, http, host);
	else if (!section)
		write_listen(out, http, &listen, false);
	while ((entry = site_next_entry(http->site, section, key, entry))) {
		const char *rest = entry->value;

		while (text_next_word(&rest, word, sizeof(word)) == 1) {
			if (text_listen(word, &listen))
				continue;
			if (listen.port == 0)
				listen.port = tls ? 443 : 80;
			write_listen(out, http, &listen, tls);
		}
	}
}

static void write_names(FILE *out, const struct http *http, const struct host *host)
{
	const struct site_entry *entry = NULL;
	bool any = false;
	char word[TEXT_WORD_MAX];

	fputs("\tserver_name", out);
	while ((entry = site_next_entry(http->site, host->section, "names", entry))) {
		const char *rest = entry->value;

		while (text_next_word(&rest, word, sizeof(word)) == 1)
			fprintf(out, " %s", word);
		any = true;
	}
	if (!any)
		fprintf(out, " %s", *host->label ? host->label : "\"\"");
	fputs(";\n", out);
}

static void write_tls(FILE *out, const struct http *http, const struct host *host)
{
	const char *client_ca = place_value(&host->place, "client_ca", NULL);

	fprintf(out, "\tssl_certificate \"%s\";\n\tssl_certificate_key \"%s\";\n",
	    host->certificate, host->key);
	if (client_ca)
		fprintf(out,
		    "\tssl_client_certificate \"%s/%s\";\n\tssl_verify_client optional;\n"
		    "\tssl_verify_depth 4;\n",
		    http->folders->site, client_ca);
}

static void write_log(FILE *out, const struct host *host)
{
	const char *log = place_value(&host->place, "log", "combined");

	if (strcmp(log, "off") == 0)
		fputs("\taccess_log off;\n", out);
	else
		fprintf(out, "\taccess_log /proc/self/fd/1 %s;\n", log);
}

/* Port of the first tls_listen, for the redirect; 443 stays unsaid. */
static void write_https_only(FILE *out, const struct http *http, const struct host *host)
{
	char word[TEXT_WORD_MAX];
	const char *list = place_value(&host->place, "tls_listen", "443");
	struct text_listen listen = { .port = 443 };

	if (text_next_word(&list, word, sizeof(word)) == 1)
		text_listen(word, &listen);
	fputs("server {\n", out);
	write_listens(out, http, host, false);
	write_names(out, http, host);
	write_log(out, host);
	fputs("\tlocation / { return 301 https://$host", out);
	if (listen.port != 0 && listen.port != 443)
		fprintf(out, ":%u", (unsigned)listen.port);
	fputs("$request_uri; }\n}\n", out);
}

void server_write(FILE *out, const struct http *http, const struct host *host)
{
	bool https_only = host->tls && place_bool(&host->place, "https_only", false);

	write_origin(out, http->site, host->section);
	if (https_only)
		write_https_only(out, http, host);
	fputs("server {\n", out);
	if (!https_only)
		write_listens(out, http, host, false);
	if (host->tls)
		write_listens(out, http, host, true);
	write_names(out, http, host);
	write_log(out, host);
	if (host->tls)
		write_tls(out, http, host);
	error_pages_write(out, &host->place);
	locations_write(out, http, host);
	fputs("}\n", out);
}

void server_tls_write(FILE *out, const struct http *http)
{
	const char *versions = site_value(http->site, http->role, "tls_versions", "1.2 1.3");
	char word[TEXT_WORD_MAX];

	fputs("ssl_protocols", out);
	while (text_next_word(&versions, word, sizeof(word)) == 1)
		fprintf(out, " TLSv%s", word);
	fprintf(out, ";\nssl_ciphers %s;\n", ciphers);
	/* Each session takes about 250 bytes here; the keys of tickets live in it too and rotate. */
	fputs("ssl_session_cache shared:tls:1m;\n"
	      "ssl_session_timeout 1d;\n"
	      "ssl_conf_command Options KTLS;\n",
	    out);
}
