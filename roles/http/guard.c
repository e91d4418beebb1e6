/* SPDX-License-Identifier: MIT */
/* guard - nginx.conf: who may have a path, how much of it, and the headers of each answer. */

#include "http.h"
#include "text-values.h"

#include <string.h>

static void write_access(FILE *out, const struct place *place, const char *key)
{
	const struct site_section *section = place_section(place, key);
	const struct site_entry *entry = NULL;
	char word[TEXT_WORD_MAX];

	while ((entry = site_next_entry(place->site, section, key, entry))) {
		const char *rest = entry->value;

		while (text_next_word(&rest, word, sizeof(word)) == 1)
			fprintf(out, "\t\t%s %s;\n", key, word);
	}
}

/* That the certificate is good is asked first: without one, and without TLS, nobody is sent to try
 * another connection. A user name with a line feed would begin a line of the log of its own. */
static void write_identity(FILE *out, const struct http *http, const struct place *place)
{
	const struct site_entry *auth = place_entry(place, "auth");

	if (auth && strcmp(auth->value, "no") == 0)
		fputs("\t\tauth_basic off;\n", out);
	else if (auth) {
		fputs("\t\tauth_basic ", out);
		write_quoted(out, place_value(place, "auth_realm", "private"));
		fprintf(out, ";\n\t\tauth_basic_user_file \"%s/%s\";\n", http->folders->secrets,
		    auth->value);
		fputs("\t\tif ($remote_user ~ \"[[:cntrl:]]\") { return 400; }\n", out);
	}
	if (place_section(place, "client_ca") &&
	    strcmp(place_value(place, "client_certificate", "required"), "required") == 0) {
		fputs("\t\tif ($ssl_client_verify != SUCCESS) { return 403; }\n", out);
		if (place->by_name)
			fputs("\t\tif ($sni_fits = 0) { return 421; }\n", out);
	}
}

/* nginx knows no burst of 0, but that is what none means. */
static void write_rate(FILE *out, const struct place *place)
{
	const struct site_section *rate = place_section(place, "rate");
	long long burst = site_integer(place->site, rate, "burst", 0);

	if (rate && burst > 0)
		fprintf(out, "\t\tlimit_req zone=rate_%u burst=%lld nodelay;\n", rate->line, burst);
	else if (rate)
		fprintf(out, "\t\tlimit_req zone=rate_%u;\n", rate->line);
}

void guards_write(FILE *out, const struct http *http, const struct place *place)
{
	const struct site_section *connections = place_section(place, "connections");

	write_access(out, place, "deny");
	write_access(out, place, "allow");
	if (place_section(place, "allow"))
		fputs("\t\tdeny all;\n", out);
	write_identity(out, http, place);
	write_rate(out, place);
	if (connections)
		fprintf(out, "\t\tlimit_conn connections_%u %s;\n", connections->line,
		    place_value(place, "connections", ""));
	fprintf(out, "\t\tclient_max_body_size %llu;\n",
	    (unsigned long long)site_size(place->site, place_section(place, "max_body"), "max_body",
	        MAX_BODY_DEFAULT));
}

void headers_write(FILE *out, const struct place *place, enum content_kind kind)
{
	const struct site_section *section = place_section(place, "header");
	const struct site_entry *entry = NULL;
	bool ours = kind == CONTENT_FILES || kind == CONTENT_REDIRECT;

	if (place_bool(place, "security_headers", ours))
		fputs("\t\tadd_header X-Content-Type-Options nosniff always;\n"
		      "\t\tadd_header X-Frame-Options SAMEORIGIN always;\n"
		      "\t\tadd_header Referrer-Policy strict-origin-when-cross-origin always;\n",
		    out);
	if (place_section(place, "hsts") && place_bool(place, "tls", false))
		fprintf(out, "\t\tadd_header Strict-Transport-Security $hsts_%u always;\n",
		    place_section(place, "hsts")->line);
	while ((entry = site_next_entry(place->site, section, "header", entry))) {
		size_t name = strcspn(entry->value, ":");

		fprintf(out, "\t\tadd_header %.*s ", (int)name, entry->value);
		write_quoted(out, entry->value + name + 1 + strspn(entry->value + name + 1, " "));
		fputs(" always;\n", out);
	}
	/* The empty one is not sent: it only keeps those of the folder around away. */
	if (kind != CONTENT_FILES)
		fputs("\t\tadd_header Cache-Control \"\";\n", out);
	else if (strcmp(place_value(place, "cache", "no"), "no") == 0)
		fputs("\t\tadd_header Cache-Control no-cache;\n", out);
	else
		fprintf(out, "\t\tadd_header Cache-Control max-age=%ld;\n",
		    place_seconds(place, "cache", 0));
}
