/* SPDX-License-Identifier: MIT */
/* judge - what takes several keys, several sections or a file to judge. */

#include "http.h"
#include "text-values.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void complain(const struct http *http, struct problems *problems,
    const struct site_section *section, const char *key, const char *why)
{
	problem_add(problems, http->site->file, site_line(http->site, section, key), key, "%s",
	    why);
}

/* Keys that stand in a section of a kind that does not have them. */
static void judge_where(const struct http *http, struct problems *problems)
{
	const struct site_section *section = NULL;

	while ((section = site_next_section(http->site, "http", section))) {
		bool path = strchr(section->name, '/');

		for (size_t i = 0; i < section->count; i++) {
			const struct site_entry *entry = &http->site->entries[section->first + i];

			if (keys_is_for_role(entry->key))
				problem_add(problems, http->site->file, entry->line, entry->key,
				    "holds for the whole server: write it in [http]");
			else if (path && keys_is_for_host(entry->key))
				problem_add(problems, http->site->file, entry->line, entry->key,
				    "is of a host, not of a path: write it in [http%s%.*s]",
				    *section->name == '/' ? "" : ".",
				    (int)strcspn(section->name, "/"), section->name);
		}
	}
}

/* Two hosts of one name: the second would never be asked. */
static void judge_name(const struct http *http, struct problems *problems, const struct host *host,
    unsigned line, const char *name)
{
	for (const struct host *other = http->hosts; other <= host; other++) {
		const struct site_entry *entry = NULL;
		bool named = false;

		while ((entry = site_next_entry(http->site, other->section, "names", entry))) {
			named = true;
			if ((other < host || entry->line < line) &&
			    text_list_has(entry->value, name))
				problem_add(problems, http->site->file, line, "names",
				    "%s is named in line %u already", name, entry->line);
		}
		if (!named && other < host && strcmp(other->label, name) == 0)
			problem_add(problems, http->site->file, line, "names",
			    "%s is the name of the section in line %u already", name,
			    other->section->line);
	}
}

static void judge_names(const struct http *http, struct problems *problems)
{
	for (size_t i = 0; i < http->host_count; i++) {
		const struct host *host = &http->hosts[i];
		const struct site_entry *entry = NULL;
		char word[TEXT_WORD_MAX], title[SECTION_TITLE_MAX];
		const char *why;

		while ((entry = site_next_entry(http->site, host->section, "names", entry))) {
			const char *rest = entry->value;

			while (text_next_word(&rest, word, sizeof(word)) == 1)
				judge_name(http, problems, host, entry->line, word);
		}
		if (*host->label == '\0' ||
		    site_next_entry(http->site, host->section, "names", NULL))
			continue;
		why = text_host_pattern(host->label);
		if (why)
			problem_add(problems, http->site->file, host->section->line,
			    section_title(host->section, title), "%s %s, so it needs the key names",
			    host->label, why);
		else
			judge_name(http, problems, host, host->section->line, host->label);
	}
}

static void judge_tls(const struct http *http, struct problems *problems, const struct host *host)
{
	static const char *const needs_tls[] = { "certificate", "client_ca", "hsts", "tls_listen" };

	if (!host->tls && site_bool(http->site, host->section, "https_only", false))
		complain(http, problems, host->section, "https_only", "needs tls = yes");
	for (size_t i = 0; i < sizeof(needs_tls) / sizeof(*needs_tls) && !host->tls; i++)
		if (site_next_entry(http->site, host->section, needs_tls[i], NULL))
			complain(http, problems, host->section, needs_tls[i], "needs tls = yes");
}

static uint16_t port_of(const char *word, uint16_t otherwise)
{
	struct text_listen listen;

	if (text_listen(word, &listen) || listen.port == 0)
		return otherwise;
	return listen.port;
}

/* Does some host listen without TLS on this port? A port speaks TLS or it does not, whatever the
 * address. */
static bool is_plain_port(const struct http *http, uint16_t port)
{
	for (size_t i = 0; i < http->host_count; i++) {
		const struct site_section *section = place_section(&http->hosts[i].place, "listen");
		const struct site_entry *entry = NULL;
		char word[TEXT_WORD_MAX];

		if (!section && port == 80)
			return true;
		while ((entry = site_next_entry(http->site, section, "listen", entry))) {
			const char *rest = entry->value;

			while (text_next_word(&rest, word, sizeof(word)) == 1)
				if (port_of(word, 80) == port)
					return true;
		}
	}
	return false;
}

static void judge_ports(const struct http *http, struct problems *problems)
{
	for (size_t i = 0; i < http->host_count; i++) {
		const struct host *host = &http->hosts[i];
		const struct site_entry *entry = NULL;
		char word[TEXT_WORD_MAX];

		if (host->tls && !place_section(&host->place, "tls_listen") &&
		    is_plain_port(http, 443))
			problem_add(problems, http->site->file,
			    site_line(http->site, host->section, "tls"), "tls",
			    "uses port 443, which a key listen has made a port without TLS");
		while ((entry = site_next_entry(http->site, host->section, "tls_listen", entry))) {
			const char *rest = entry->value;

			while (text_next_word(&rest, word, sizeof(word)) == 1)
				if (is_plain_port(http, port_of(word, 443)))
					problem_add(problems, http->site->file, entry->line,
					    "tls_listen", "port %u is a port without TLS as well",
					    port_of(word, 443));
		}
	}
}

/* Each line of a password file is NAME:HASH; nginx would tell only when somebody logs in. */
static void judge_passwords(const struct http *http, struct problems *problems, const char *name)
{
	char path[PATH_MAX], shown[PATH_MAX], text[4096];
	unsigned line = 0;
	FILE *in;

	path_join(path, http->folders->secrets, name);
	path_join(shown, "secrets/http", name);
	in = fopen(path, "re");
	if (!in)
		return;
	while (fgets(text, sizeof(text), in)) {
		const char *colon = strchr(text, ':');

		line++;
		if (text[0] == '#' || text[strspn(text, " \t\r\n")] == '\0')
			continue;
		if (!colon || colon == text || colon[1] == '\0' || isspace((unsigned char)colon[1]))
			problem_add(problems, shown, line, NULL,
			    "is not NAME:HASH, as htpasswd writes it");
		else if (strncmp(colon + 1, "{PLAIN}", 7) == 0)
			problem_warn(problems, shown, line, NULL,
			    "is a password that anybody can read");
	}
	fclose(in);
}

/* Keys of any section, judged with what it inherits. */
static void judge_place(const struct http *http, struct problems *problems,
    const struct place *place, const struct site_section *section)
{
	const struct site *site = http->site;
	const char *auth = site_value(site, section, "auth", NULL);
	const char *proxy = site_value(site, section, "proxy", "");
	const char *fallback = site_value(site, section, "fallback", "/");
	const char *wanted = site_value(site, section, "client_certificate", "no");
	struct content content = place_content(place);

	if (auth && strcmp(auth, "no") != 0)
		judge_passwords(http, problems, auth);
	if (strncmp(proxy, "https:", 6) == 0 && !place_section(place, "proxy_ca"))
		complain(http, problems, section, "proxy",
		    "needs proxy_ca = FILE: who must have signed the other server's certificate");
	if (*fallback != '/')
		complain(http, problems, section, "fallback",
		    "is a path of this host: it starts with /");
	if (strcmp(wanted, "no") != 0 && !place_section(place, "client_ca"))
		complain(http, problems, section, "client_certificate",
		    "needs client_ca = FILE: who must have signed it");
	if (site_next_entry(site, section, "cache", NULL) && content.kind != CONTENT_FILES &&
	    content.section == section)
		complain(http, problems, section, "cache",
		    "is for files: the server behind says its own");
	if (site_next_entry(site, section, "fastcgi_root", NULL) && content.kind != CONTENT_FASTCGI)
		complain(http, problems, section, "fastcgi_root", "needs fastcgi =");
}

static void judge_path(const struct http *http, struct problems *problems, const struct host *host,
    const struct path *path)
{
	static const char *const of_folders[] = { "root", "index", "listing", "fallback" };
	struct place place = path->match == PATH_ENDING ? place_of_path(host, path, NULL)
	                                                : place_of_path(host, NULL, path);
	const char *redirect = site_value(http->site, path->section, "redirect", "");
	const char *proxy =
	    place_content(&place).kind == CONTENT_PROXY ? place_content(&place).value : "";
	const char *authority = strstr(proxy, "://");
	char title[SECTION_TITLE_MAX];

	judge_place(http, problems, &place, path->section);
	for (size_t i = 0; i < sizeof(of_folders) / sizeof(*of_folders); i++)
		if (path->match != PATH_FOLDER &&
		    site_next_entry(http->site, path->section, of_folders[i], NULL))
			complain(http, problems, path->section, of_folders[i],
			    "is for folders: a path that ends with /");
	if (path->match != PATH_ENDING && strcmp(redirect, path->path) == 0)
		complain(http, problems, path->section, "redirect", "leads to itself");
	if (path->match == PATH_ENDING && authority && strchr(authority + 3, '/') &&
	    strncmp(authority, "://unix:", 8) != 0)
		problem_add(problems, http->site->file, path->section->line,
		    section_title(path->section, title),
		    "shows %s, whose path cannot be put together with a pattern", proxy);
}

/* root has a default, which must be there when nothing else is shown. */
static void judge_default_root(const struct http *http, struct problems *problems,
    const struct host *host)
{
	struct content content = place_content(&host->place);
	char path[PATH_MAX];
	struct stat info;

	if (content.kind != CONTENT_FILES || content.section)
		return;
	path_join(path, http->folders->site, "http/www");
	if (stat(path, &info) == -1 || !S_ISDIR(info.st_mode))
		problem_add(problems, http->site->file, host->section ? host->section->line : 0,
		    "root", "is not given, and there is no folder http/www");
}

void judge(const struct http *http, struct problems *problems)
{
	judge_where(http, problems);
	judge_names(http, problems);
	judge_ports(http, problems);
	for (size_t i = 0; i < http->host_count; i++) {
		const struct host *host = &http->hosts[i];

		judge_default_root(http, problems, host);
		judge_tls(http, problems, host);
		if (host->section)
			judge_place(http, problems, &host->place, host->section);
		for (size_t k = 0; k < host->path_count; k++)
			judge_path(http, problems, host, &host->paths[k]);
	}
}
