/* SPDX-License-Identifier: MIT */
/*
 * location - nginx.conf: what a path of a host shows, to whom and how.
 *
 * Each location says all that holds for it, so that nginx's own rules of inheritance
 * (add_header, error_page) never matter. Which one is taken: an exact path, else the longest
 * folder, else a pattern `*.ENDING`. Patterns are repeated inside each folder of files, so that
 * the section of /private/ holds for /private/a.php, and that of *.php as well.
 */

#include "http.h"
#include "text.h"

#include <string.h>

enum { STREAMED_BODY = 8 * 1024 * 1024 };

static const char *const error_codes[] = { "400", "401", "403", "404", "413", "429", "500", "502",
	"503", "504" };

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

static void write_guards(FILE *out, const struct http *http, const struct place *place)
{
	const struct site_entry *auth = place_entry(place, "auth");
	const struct site_section *rate = place_section(place, "rate");
	const struct site_section *connections = place_section(place, "connections");

	write_access(out, place, "deny");
	write_access(out, place, "allow");
	if (place_section(place, "allow"))
		fputs("\t\tdeny all;\n", out);
	if (auth && strcmp(auth->value, "no") != 0) {
		fputs("\t\tauth_basic ", out);
		write_quoted(out, place_value(place, "auth_realm", "private"));
		fprintf(out, ";\n\t\tauth_basic_user_file \"%s/%s\";\n", http->folders->secrets,
		    auth->value);
	}
	if (place_section(place, "client_ca") &&
	    strcmp(place_value(place, "client_certificate", "required"), "required") == 0)
		fputs("\t\tif ($ssl_client_verify != SUCCESS) { return 403; }\n", out);
	if (rate)
		fprintf(out, "\t\tlimit_req zone=rate_%u burst=%lld nodelay;\n", rate->line,
		    (long long)site_integer(place->site, rate, "burst", 0));
	if (connections)
		fprintf(out, "\t\tlimit_conn connections_%u %s;\n", connections->line,
		    place_value(place, "connections", ""));
	fprintf(out, "\t\tclient_max_body_size %llu;\n",
	    (unsigned long long)site_size(place->site, place_section(place, "max_body"), "max_body",
	        1024 * 1024));
}

static void write_headers(FILE *out, const struct place *place, enum content_kind kind)
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
	if (kind != CONTENT_FILES)
		return;
	if (strcmp(place_value(place, "cache", "no"), "no") == 0)
		fputs("\t\tadd_header Cache-Control no-cache;\n", out);
	else
		fprintf(out, "\t\tadd_header Cache-Control max-age=%ld;\n",
		    place_seconds(place, "cache", 0));
}

/* A folder of files may hold its own 404.html, as web people expect. */
static void write_own_404(FILE *out, const struct http *http, const struct place *place,
    const struct content *content, const char *prefix)
{
	char folder[PATH_MAX];

	if (content->kind != CONTENT_FILES || place_entry(place, "error_404") ||
	    place_entry(place, "fallback"))
		return;
	path_join(folder, http->folders->site, content->value);
	if (path_is_there(folder, "404.html"))
		fprintf(out, "\t\terror_page 404 \"%s404.html\";\n", prefix);
}

void error_pages_write(FILE *out, const struct place *place)
{
	char key[16];

	for (size_t i = 0; i < sizeof(error_codes) / sizeof(*error_codes); i++) {
		const struct site_entry *entry;

		snprintf(key, sizeof(key), "error_%s", error_codes[i]);
		entry = place_entry(place, key);
		if (entry)
			fprintf(out, "\t\terror_page %s /.whit/error/%u;\n", error_codes[i],
			    entry->line);
	}
}

static void write_files(FILE *out, const struct http *http, const struct place *place,
    const struct content *content, bool own_root)
{
	const char *fallback = place_value(place, "fallback", NULL);
	const char *index = place_value(place, "index", "index.html index.htm");
	char word[TEXT_WORD_MAX];

	if (own_root)
		fprintf(out, "\t\talias \"%s/%s/\";\n", http->folders->site, content->value);
	fputs("\t\tif ($uri ~ \"/\\.(?!well-known(/|$))\") { return 404; }\n", out);
	fputs("\t\tindex", out);
	while (text_next_word(&index, word, sizeof(word)) == 1)
		fprintf(out, " \"%s\"", word);
	fputs(";\n", out);
	if (place_bool(place, "listing", false))
		fputs("\t\tautoindex on;\n\t\tautoindex_exact_size off;\n", out);
	if (fallback)
		fprintf(out, "\t\ttry_files $uri $uri/ \"%s\";\n", fallback);
}

/* A folder's target that ends with a slash gets the rest of the path. That is taken from the
 * request as it came ($request_uri), which can hold no line end, and never starts with
 * a slash of either kind, which browsers would take for another host's name. */
static void write_redirect(FILE *out, const struct place *place, const struct content *content,
    const struct path *path)
{
	const char *code = site_value(place->site, content->section, "redirect_code", "301");
	const char *target = content->value;
	const char *from = path ? path->path : "/";

	if ((!path || path->match == PATH_FOLDER) && target[strlen(target) - 1] == '/') {
		fputs("\t\tif ($request_uri ~ \"^", out);
		for (const char *c = from; *c; c++)
			fprintf(out, strchr(".+()|^*", *c) ? "\\%c" : "%c", *c);
		fprintf(out, "[/\\\\\\\\]*(.*)$\") { return %s \"%s$1\"; }\n", code, target);
	}
	fprintf(out, "\t\treturn %s \"%s\";\n", code, target);
}

static void write_proxy(FILE *out, const struct http *http, const struct place *place,
    const struct content *content)
{
	long timeout = place_seconds(place, "proxy_timeout", 60);
	const char *authority = place_value(place, "proxy_ca", NULL);
	const char *name = place_value(place, "proxy_name", NULL);

	fprintf(out, "\t\tproxy_pass %s;\n", content->value);
	fprintf(out,
	    "\t\tproxy_connect_timeout 5s;\n\t\tproxy_read_timeout %lds;\n"
	    "\t\tproxy_send_timeout %lds;\n",
	    timeout, timeout);
	fputs("\t\tproxy_http_version 1.1;\n"
	      "\t\tproxy_set_header Host $http_host;\n"
	      "\t\tproxy_set_header Upgrade $http_upgrade;\n"
	      "\t\tproxy_set_header Connection $connection_upgrade;\n"
	      "\t\tproxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n"
	      "\t\tproxy_set_header X-Forwarded-Proto $scheme;\n"
	      "\t\tproxy_set_header Proxy \"\";\n"
	      "\t\tproxy_buffer_size 16k;\n\t\tproxy_buffers 8 8k;\n"
	      "\t\tproxy_max_temp_file_size 0;\n",
	    out);
	if (site_size(place->site, place_section(place, "max_body"), "max_body", 0) > STREAMED_BODY)
		fputs("\t\tproxy_request_buffering off;\n", out);
	if (strncmp(content->value, "https:", 6) != 0 || !authority)
		return;
	fprintf(out,
	    "\t\tproxy_ssl_verify on;\n\t\tproxy_ssl_server_name on;\n"
	    "\t\tproxy_ssl_trusted_certificate \"%s/%s\";\n",
	    http->folders->site, authority);
	if (name)
		fprintf(out, "\t\tproxy_ssl_name %s;\n", name);
}

static void write_fastcgi(FILE *out, const struct place *place, const struct content *content,
    const struct path *ending)
{
	static const char *const parameters[] = {
		"QUERY_STRING $query_string",
		"REQUEST_METHOD $request_method",
		"CONTENT_TYPE $content_type",
		"CONTENT_LENGTH $content_length",
		"SCRIPT_NAME $fastcgi_script_name",
		"REQUEST_URI $request_uri",
		"DOCUMENT_URI $document_uri",
		"SERVER_PROTOCOL $server_protocol",
		"REQUEST_SCHEME $scheme",
		"HTTPS $https if_not_empty",
		"GATEWAY_INTERFACE CGI/1.1",
		"SERVER_SOFTWARE nginx",
		"REMOTE_ADDR $remote_addr",
		"REMOTE_PORT $remote_port",
		"REMOTE_USER $remote_user",
		"SERVER_ADDR $server_addr",
		"SERVER_PORT $server_port",
		"SERVER_NAME $host",
		"REDIRECT_STATUS 200",
		"HTTP_PROXY \"\"",
	};
	const char *root = place_value(place, "fastcgi_root", NULL);
	long timeout = place_seconds(place, "proxy_timeout", 60);

	/* A pattern means files: what is not there is 404 here, before an interpreter guesses. */
	if (ending)
		fputs("\t\tif ($uri ~ \"/\\.\") { return 404; }\n", out);
	if (ending && !root)
		fputs("\t\tif (!-f $request_filename) { return 404; }\n", out);
	fprintf(out, "\t\tfastcgi_pass %s;\n", content->value);
	fprintf(out,
	    "\t\tfastcgi_connect_timeout 5s;\n\t\tfastcgi_read_timeout %lds;\n"
	    "\t\tfastcgi_send_timeout %lds;\n\t\tfastcgi_buffer_size 16k;\n"
	    "\t\tfastcgi_buffers 8 8k;\n\t\tfastcgi_max_temp_file_size 0;\n",
	    timeout, timeout);
	if (site_size(place->site, place_section(place, "max_body"), "max_body", 0) > STREAMED_BODY)
		fputs("\t\tfastcgi_request_buffering off;\n", out);
	for (size_t i = 0; i < sizeof(parameters) / sizeof(*parameters); i++)
		fprintf(out, "\t\tfastcgi_param %s;\n", parameters[i]);
	if (root)
		fprintf(out,
		    "\t\tfastcgi_param DOCUMENT_ROOT \"%s\";\n"
		    "\t\tfastcgi_param SCRIPT_FILENAME \"%s$fastcgi_script_name\";\n",
		    root, root);
	else
		fputs("\t\tfastcgi_param DOCUMENT_ROOT $document_root;\n"
		      "\t\tfastcgi_param SCRIPT_FILENAME $request_filename;\n",
		    out);
}

static void write_body(FILE *out, const struct http *http, const struct place *place,
    const struct path *ending, const struct path *path)
{
	struct content content = place_content(place);
	bool files = content.kind == CONTENT_FILES;
	const char *charset = place_value(place, "charset", NULL);
	bool own_root = path && !ending && content.section == path->section;

	write_guards(out, http, place);
	write_headers(out, place, content.kind);
	error_pages_write(out, place);
	write_own_404(out, http, place, &content, own_root ? path->path : "/");
	if (place_bool(place, "gzip", files))
		fprintf(out, "\t\tgzip on;\n%s", files ? "\t\tgzip_static on;\n" : "");
	if (charset)
		fprintf(out, "\t\tcharset %s;\n", charset);
	switch (content.kind) {
	case CONTENT_FILES:
		write_files(out, http, place, &content, own_root);
		break;
	case CONTENT_REDIRECT:
		write_redirect(out, place, &content, ending ? ending : path);
		break;
	case CONTENT_PROXY:
		write_proxy(out, http, place, &content);
		break;
	case CONTENT_FASTCGI:
		write_fastcgi(out, place, &content, ending);
		break;
	case CONTENT_KINDS:
		break;
	}
}

static void write_endings(FILE *out, const struct http *http, const struct host *host,
    const struct path *folder)
{
	for (size_t i = 0; i < host->path_count; i++) {
		const struct path *ending = &host->paths[i];
		struct place place = place_of_path(host, ending, folder);

		if (ending->match != PATH_ENDING)
			continue;
		write_origin(out, http->site, ending->section);
		fputs("\tlocation ~ \"", out);
		for (const char *c = ending->path + 1; *c; c++)
			fprintf(out, *c == '.' ? "\\%c" : "%c", *c);
		fputs("$\" {\n", out);
		write_body(out, http, &place, ending, folder);
		fputs("\t}\n", out);
	}
}

static void write_error_locations(FILE *out, const struct http *http,
    const struct site_section *section)
{
	for (size_t i = 0; section && i < section->count; i++) {
		const struct site_entry *entry = &http->site->entries[section->first + i];

		if (strncmp(entry->key, "error_", 6) == 0)
			fprintf(out,
			    "\tlocation = /.whit/error/%u { internal; alias \"%s/%s\"; }\n",
			    entry->line, http->folders->site, entry->value);
	}
}

/* "/docs" leads to "/docs/", unless it is a path of its own. */
static void write_slash(FILE *out, const struct host *host, const struct path *folder)
{
	size_t length = strlen(folder->path) - 1;

	for (size_t i = 0; i < host->path_count; i++) {
		const char *other = host->paths[i].path;

		if (strlen(other) == length && strncmp(other, folder->path, length) == 0)
			return;
	}
	fprintf(out, "\tlocation = \"%.*s\" { return 301 \"%s$is_args$args\"; }\n", (int)length,
	    folder->path, folder->path);
}

void locations_write(FILE *out, const struct http *http, const struct host *host)
{
	struct content content = place_content(&host->place);

	for (size_t i = 0; i < host->place.count; i++)
		write_error_locations(out, http, host->place.levels[i]);
	for (size_t i = 0; i < host->path_count; i++)
		write_error_locations(out, http, host->paths[i].section);
	fprintf(out, "\troot \"%s/%s\";\n", http->folders->site,
	    content.kind == CONTENT_FILES ? content.value
	                                  : place_value(&host->place, "root", "http/www"));
	fputs("\tlocation / {\n", out);
	write_body(out, http, &host->place, NULL, NULL);
	fputs("\t}\n", out);
	if (content.kind != CONTENT_REDIRECT)
		write_endings(out, http, host, NULL);
	for (size_t i = 0; i < host->path_count; i++) {
		const struct path *path = &host->paths[i];
		struct place place = place_of_path(host, NULL, path);

		if (path->match == PATH_ENDING)
			continue;
		write_origin(out, http->site, path->section);
		if (path->match == PATH_FOLDER)
			write_slash(out, host, path);
		fprintf(out, "\tlocation %s \"%s\" {\n", path->match == PATH_EXACT ? "=" : "^~",
		    path->path);
		write_body(out, http, &place, NULL, path);
		if (path->match == PATH_FOLDER && place_content(&place).kind == CONTENT_FILES)
			write_endings(out, http, host, path);
		fputs("\t}\n", out);
	}
}
