/* SPDX-License-Identifier: MIT */
/* config - nginx.conf: what holds for the whole server. */

#include "http.h"
#include "text-values.h"

#include <string.h>
#include <unistd.h>

/* Where the next lines come from, for the reader and for checker.c. */
void write_origin(FILE *out, const struct site *site, const struct site_section *section)
{
	if (section)
		fprintf(out, "# %s:%u: [%s]\n", site->file, section->line, section->title);
}

/* Between double quotes; `$` cannot be quoted and is refused in keys.c. */
void write_quoted(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

/* What supervision needs. As root, which only a build host's check may be, nginx would give its folders to a
 * user of that machine. */
static void write_main(FILE *out, const struct http *http)
{
	if (http->folders->host && geteuid() == 0)
		fputs("user root root;\n", out);
	fprintf(out, "daemon off;\npid %s/nginx.pid;\nerror_log stderr warn;\n",
	    http->folders->run);
}

static void write_process(FILE *out, const struct http *http)
{
	long long connections = site_integer(http->site, http->role, "max_connections", 2048);

	write_main(out, http);
	fputs("worker_processes auto;\nworker_shutdown_timeout 5s;\n", out);
	fprintf(out, "worker_rlimit_nofile %lld;\n", 2 * connections + 64);
	fprintf(out, "events { worker_connections %lld; }\n", connections);
}

static void write_logs(FILE *out)
{
	fputs("log_format json escape=json "
	      "'{\"time\":\"$time_iso8601\",\"address\":\"$remote_addr\","
	      "\"user\":\"$remote_user\",\"method\":\"$request_method\",\"host\":\"$host\","
	      "\"uri\":\"$request_uri\",\"protocol\":\"$server_protocol\",\"status\":$status,"
	      "\"bytes\":$body_bytes_sent,\"seconds\":$request_time,\"referer\":\"$http_referer\","
	      "\"agent\":\"$http_user_agent\",\"tls\":\"$ssl_protocol\"}';\n"
	      "log_not_found off;\n",
	    out);
}

static void write_sending(FILE *out)
{
	fputs("include mime.types;\n"
	      "default_type application/octet-stream;\n"
	      "sendfile on;\ntcp_nopush on;\n"
	      "server_tokens off;\nabsolute_redirect off;\n"
	      "gzip_vary on;\ngzip_min_length 512;\ngzip_comp_level 4;\ngzip_buffers 8 8k;\n"
	      "gzip_proxied any;\n"
	      "gzip_types text/plain text/css text/csv text/markdown text/javascript text/xml\n"
	      "\tapplication/json application/xml application/manifest+json application/wasm\n"
	      "\tapplication/atom+xml application/rss+xml application/xhtml+xml image/svg+xml;\n"
	      "map $http_upgrade $connection_upgrade { default upgrade; \"\" \"\"; }\n",
	    out);
}

/* What requests say of names. $host is the one that nginx chose the host by: servers behind must not
 * hear another one, which stands in the Host header where the request line has a name as well;
 * the port a client gave with it stays. $sni_fits: was the handshake that of the host? */
static void write_names_asked(FILE *out)
{
	fputs("map \"$host|$http_host\" $host_told {\n"
	      "\tdefault $host;\n"
	      "\t\"~*^([^|]+)[|]\\1[.]?(?<port_told>:[0-9]+)?$\" $host$port_told;\n}\n"
	      "map \"$ssl_server_name|$host\" $sni_fits { default 0; \"~*^([^|]+)[|]\\1$\" 1; }\n",
	    out);
}

static void write_limits(FILE *out, const struct http *http)
{
	struct place place = { .site = http->site, .levels = { http->role }, .count = 1 };

	if (!http->role)
		place.count = 0;
	fprintf(out, "client_header_timeout %lds;\n", place_seconds(&place, "header_timeout", 10));
	fprintf(out, "client_body_timeout %lds;\n", place_seconds(&place, "body_timeout", 30));
	fprintf(out, "send_timeout %lds;\n", place_seconds(&place, "send_timeout", 30));
	fprintf(out, "keepalive_timeout %lds;\n", place_seconds(&place, "keepalive", 65));
	fprintf(out, "http2 %s;\n", place_bool(&place, "http2", true) ? "on" : "off");
	fprintf(out, "client_body_buffer_size %d;\n", BODY_BUFFER);
	fputs("reset_timedout_connection on;\n"
	      "large_client_header_buffers 4 8k;\n"
	      "limit_req_status 429;\nlimit_conn_status 429;\n"
	      "limit_req_log_level info;\nlimit_conn_log_level info;\n"
	      "server_names_hash_bucket_size 256;\nserver_names_hash_max_size 4096;\n"
	      "types_hash_max_size 2048;\n",
	    out);
}

/* Memory of the workers for what sections limit. Zones are named by the section's line, so that all
 * who inherit the limit share it. 1 MB holds the state of 8,000 to 16,000 addresses. */
static void write_zones(FILE *out, const struct http *http)
{
	const struct site *site = http->site;

	for (size_t i = 0; i < site->section_count; i++) {
		const struct site_section *section = &site->sections[i];
		const char *rate = site_value(site, section, "rate", NULL);
		uint64_t hsts = site_duration(site, section, "hsts", 0) / 1000;

		if (strcmp(section->role, "http") != 0)
			continue;
		if (rate)
			fprintf(out,
			    "limit_req_zone $binary_remote_addr zone=rate_%u:1m rate=%.*sr%s;\n",
			    section->line, (int)strcspn(rate, "/"), rate, strchr(rate, '/'));
		if (site_value(site, section, "connections", NULL))
			fprintf(out,
			    "limit_conn_zone $binary_remote_addr zone=connections_%u:1m;\n",
			    section->line);
		if (site_value(site, section, "hsts", NULL))
			fprintf(out, "map $https $hsts_%u { on max-age=%llu; default \"\"; }\n",
			    section->line, (unsigned long long)hsts);
	}
}

static void write_trusted(FILE *out, const struct http *http)
{
	const struct site_entry *entry = NULL;
	char word[TEXT_WORD_MAX];

	if (!site_next_entry(http->site, http->role, "trust_proxy", NULL))
		return;
	while ((entry = site_next_entry(http->site, http->role, "trust_proxy", entry))) {
		const char *rest = entry->value;

		while (text_next_word(&rest, word, sizeof(word)) == 1)
			fprintf(out, "set_real_ip_from %s;\n", word);
	}
	fputs("real_ip_header X-Forwarded-For;\nreal_ip_recursive on;\n", out);
}

static void write_http(FILE *out, const struct http *http)
{
	static const char *const temporary[] = { "client_body", "proxy", "fastcgi" };
	bool tls = false;

	fputs("http {\n", out);
	for (size_t i = 0; i < sizeof(temporary) / sizeof(*temporary); i++)
		fprintf(out, "%s_temp_path %s/temporary/%s;\n", temporary[i], http->folders->run,
		    temporary[i]);
	write_logs(out);
	write_sending(out);
	write_names_asked(out);
	write_limits(out, http);
	write_trusted(out, http);
	write_zones(out, http);
	for (size_t i = 0; i < http->host_count; i++)
		tls = tls || http->hosts[i].tls;
	if (tls)
		server_tls_write(out, http);
	for (size_t i = 0; i < http->host_count; i++)
		server_write(out, http, &http->hosts[i]);
	fputs("}\n", out);
}

/* One file of folder, written by write, which replaces whatever has its name: a link, too. */
static int write_file(const struct http *http, const char *folder, const char *name,
    void (*write)(FILE *out, const struct http *http))
{
	char path[PATH_MAX], new[PATH_MAX + 8];
	FILE *out;
	int failed;

	path_join(path, folder, name);
	snprintf(new, sizeof(new), "%s.new", path);
	out = fopen(new, "we");
	if (!out)
		return -1;
	write(out, http);
	failed = ferror(out);
	return fclose(out) == 0 && !failed ? rename(new, path) : -1;
}

static void write_types(FILE *out, const struct http *http)
{
	(void)http;
	fputs(mime_types, out);
}

void config_print(FILE *out, const struct http *http)
{
	fputs("# Made by Whit from site.conf: changes here are lost.\n", out);
	write_process(out, http);
	write_http(out, http);
}

/* A native nginx.conf is read inside ours, which says what supervision needs. */
static void write_native(FILE *out, const struct http *http)
{
	fputs("# Made by Whit around http/nginx.conf of the site.\n", out);
	write_main(out, http);
	fputs("include site-nginx.conf;\n", out);
}

int config_write(const struct http *http, const char *folder)
{
	bool theirs = http->native && path_is_there(http->folders->site, "http/mime.types");

	if (!theirs && write_file(http, folder, "mime.types", write_types) == -1)
		return -1;
	return write_file(http, folder, "nginx.conf", http->native ? write_native : config_print);
}
