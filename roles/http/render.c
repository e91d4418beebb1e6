/* SPDX-License-Identifier: MIT */
/*
 * render - makes nginx's configuration of a site, or says what is wrong with the site.
 *
 * usage: render --site DIR --run DIR --data DIR --secrets DIR --bin DIR [--host | --checked]
 *
 * RUN/conf becomes nginx's folder: nginx.conf, mime.types, a link to each entry of the site's http
 * folder, and `secrets`. A native http/nginx.conf therefore names its files by relative
 * paths (`ssl_certificate_key secrets/example.key`), here and on the build host alike.
 * All is written to RUN/check first; RUN/conf is touched when nginx has agreed.
 *
 * Exit: 0 good, 1 the site has mistakes, 2 this program could not do its work.
 */

#include "cleanup.h"
#include "http.h"
#include "text-values.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* nginx takes relative paths for relative to its own folder. A folder of secrets need not exist. */
static void make_absolute(const char **folder, char buffer[PATH_MAX])
{
	char current[PATH_MAX];

	if (!realpath(*folder, buffer)) {
		if (errno != ENOENT || !getcwd(current, sizeof(current)))
			err(RENDER_FAILED, "%s", *folder);
		path_join(buffer, **folder == '/' ? "" : current, *folder + (**folder == '/'));
	}
	*folder = buffer;
}

/* All names that hosts without a certificate answer to, and the machine's own. */
static void names_without_certificate(const struct http *http, char *names, size_t size)
{
	const char *hostname =
	    site_value(http->site, site_section(http->site, "site"), "hostname", "");
	size_t used = (size_t)snprintf(names, size, "%s", hostname);

	for (size_t i = 0; i < http->host_count && used < size; i++) {
		const struct host *host = &http->hosts[i];
		const struct site_entry *entry = NULL;

		if (!host->tls || place_section(&host->place, "certificate"))
			continue;
		if (*host->label && !site_next_entry(http->site, host->section, "names", NULL))
			used += (size_t)snprintf(names + used, size - used, " %s", host->label);
		while (used < size &&
		    (entry = site_next_entry(http->site, host->section, "names", entry)))
			used += (size_t)snprintf(names + used, size - used, " %s", entry->value);
	}
}

/* Each host's certificate and key: given, or made here for those that have none. Without the
 * secrets, which a build host need not have, a made one stands in for the check. */
static void find_certificates(struct http *http, struct problems *problems)
{
	const struct folders *folders = http->folders;
	const char *folder = folders->host ? folders->run : folders->data;
	char names[16384], why[PROBLEM_TEXT_MAX];
	bool made = false;

	names_without_certificate(http, names, sizeof(names));
	for (size_t i = 0; i < http->host_count; i++) {
		struct host *host = &http->hosts[i];
		const char *certificate = place_value(&host->place, "certificate", NULL);
		const char *key = place_value(&host->place, "key", "");
		bool here = *key && path_is_there(folders->secrets, key);

		if (!host->tls)
			continue;
		if (certificate) {
			path_join(host->certificate, folders->site, certificate);
			if (here || !folders->host)
				path_join(host->key, folders->secrets, key);
			certificate_check(http, host, problems);
			if (*host->key)
				continue;
		}
		if (!made && self_made(folder, names, folders->host, why) == -1)
			problem_add(problems, http->site->file, 0, "tls", "%s", why);
		made = true;
		path_join(host->certificate, folder, "self-made.crt");
		path_join(host->key, folder, "self-made.key");
	}
}

/* What the site alone tells. Certificates are looked at when all else is good. */
static void check_site(struct http *http, struct problems *problems)
{
	const struct folders *folders = http->folders;

	schema_check(http->site, http_schema, problems);
	schema_check_files(http->site, http_schema, folders->site,
	    access(folders->secrets, F_OK) == 0 || !folders->host ? folders->secrets : NULL,
	    problems);
	if (hosts_read(http, problems) == -1)
		err(RENDER_FAILED, "sections");
	judge(http, problems);
	if (http->native && http->role)
		problem_warn(problems, http->site->file, http->role->line, "[http]",
		    "holds for nothing: http/nginx.conf of the site is used instead");
	if (!http->native && problems->errors == 0)
		find_certificates(http, problems);
}

static void link_into(const char *folder, const char *name, const char *target)
{
	char path[PATH_MAX];

	path_join(path, folder, name);
	unlink(path);
	if (symlink(target, path) == -1)
		err(RENDER_FAILED, "%s", path);
}

/* Copies the site's nginx.conf, but for a line `user NAME;`, which becomes a comment: who serves is
 * said by the role; nginx itself heeds it only as root, as which a build host's check may run. */
static void copy_native(const char *folder, const char *source)
{
	char path[PATH_MAX];
	autofree char *line = NULL;
	size_t size = 0;
	ssize_t length;
	FILE *in = fopen(source, "re"), *out;

	path_join(path, folder, "site-nginx.conf");
	out = fopen(path, "we");
	if (!in || !out)
		err(RENDER_FAILED, "%s", in ? path : source);
	while ((length = getline(&line, &size, in)) != -1) {
		const char *word = line + strspn(line, " \t");

		if (strncmp(word, "user", 4) == 0 && (word[4] == ' ' || word[4] == '\t'))
			fputs("# ", out);
		fwrite(line, 1, (size_t)length, out);
	}
	fclose(in);
	if (fclose(out) != 0)
		err(RENDER_FAILED, "%s", path);
}

/* The site's own http folder as seen from nginx.conf. */
static void link_site(const struct http *http, const char *folder)
{
	char path[PATH_MAX], target[PATH_MAX];
	const struct dirent *entry;
	DIR *entries;

	path_join(path, http->folders->site, "http");
	entries = opendir(path);
	while (entries && (entry = readdir(entries))) {
		if (entry->d_name[0] == '.')
			continue;
		path_join(target, path, entry->d_name);
		if (strcmp(entry->d_name, "nginx.conf") == 0)
			copy_native(folder, target);
		else
			link_into(folder, entry->d_name, target);
	}
	if (entries)
		closedir(entries);
	link_into(folder, "secrets", http->folders->secrets);
}

/* Writes all of nginx's folder RUN/NAME. */
static void write_folder(const struct http *http, const char *name, char folder[PATH_MAX])
{
	path_join(folder, http->folders->run, name);
	if (mkdir(folder, 0750) == -1 && errno != EEXIST)
		err(RENDER_FAILED, "%s", folder);
	if (http->native)
		link_site(http, folder);
	if (config_write(http, folder) == -1)
		err(RENDER_FAILED, "%s", folder);
}

static void make_temporary_folder(const struct folders *folders)
{
	char path[PATH_MAX];

	path_join(path, folders->run, "temporary");
	if (mkdir(path, 0750) == -1 && errno != EEXIST)
		err(RENDER_FAILED, "%s", path);
}

static bool have_ipv6(void)
{
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd != -1)
		close(fd);
	return fd != -1;
}

int main(int argc, char **argv)
{
	struct folders folders;
	struct problems problems = { 0 };
	struct site site;
	struct http http = { .site = &site, .folders = &folders, .ipv6 = have_ipv6() };
	char site_path[PATH_MAX], run_path[PATH_MAX], data_path[PATH_MAX], secrets_path[PATH_MAX];
	char folder[PATH_MAX];
	size_t errors;

	umask(027);
	folders_read(argc, argv, &folders);
	make_absolute(&folders.site, site_path);
	make_absolute(&folders.run, run_path);
	make_absolute(&folders.data, data_path);
	make_absolute(&folders.secrets, secrets_path);

	/* What the site says, as far as it can be told without nginx. */
	http.native = path_is_there(folders.site, "http/nginx.conf");
	if (site_load(&site, folders.site, "site.conf", &problems) == -1)
		err(RENDER_FAILED, "site.conf");
	check_site(&http, &problems);

	/* What nginx says. */
	if (problems.errors == 0) {
		make_temporary_folder(&folders);
		write_folder(&http, "check", folder);
		if (checker_run(&http, folder, &problems) == -1)
			err(RENDER_FAILED, "%s/nginx", folders.bin);
	}

	/* Good: this is what nginx will read. */
	if (problems.errors == 0)
		write_folder(&http, "conf", folder);
	errors = problems_print(&problems, stderr);
	hosts_free(&http);
	site_free(&site);
	problems_free(&problems);
	return errors ? RENDER_BAD : RENDER_GOOD;
}
