/* SPDX-License-Identifier: MIT */
/* content - nginx.conf: what a path shows. Files, a redirect, or a server behind this one. */

#include "http.h"
#include "text-values.h"

#include <string.h>

/* Of requests to servers behind, what may not fit the buffer of its connection goes on as it comes:
 * collected, it would lie in files, which are memory here, and clients that never finish fill that.
 * PROTOCOL is proxy or fastcgi. */
static void write_body_passing(FILE *out, const struct place *place, const char *protocol)
{
	uint64_t most =
	    site_size(place->site, place_section(place, "max_body"), "max_body", MAX_BODY_DEFAULT);

	if (most == 0 || most > BODY_BUFFER) /* 0: as large as one likes */
		fprintf(out, "\t\t%s_request_buffering off;\n", protocol);
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
	      "\t\tproxy_set_header Host $host_told;\n"
	      "\t\tproxy_set_header Upgrade $http_upgrade;\n"
	      "\t\tproxy_set_header Connection $connection_upgrade;\n"
	      "\t\tproxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n"
	      "\t\tproxy_set_header X-Forwarded-Proto $scheme;\n"
	      "\t\tproxy_set_header Proxy \"\";\n"
	      "\t\tproxy_buffer_size 16k;\n\t\tproxy_buffers 8 8k;\n"
	      "\t\tproxy_max_temp_file_size 0;\n",
	    out);
	write_body_passing(out, place, "proxy");
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
		"HTTP_HOST $host_told",
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
	write_body_passing(out, place, "fastcgi");
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

void content_write(FILE *out, const struct http *http, const struct place *place,
    const struct path *ending, const struct path *path)
{
	struct content content = place_content(place);

	switch (content.kind) {
	case CONTENT_FILES:
		write_files(out, http, place, &content,
		    path && !ending && content.section == path->section);
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
