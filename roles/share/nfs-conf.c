/* SPDX-License-Identifier: MIT */
#include "nfs-conf.h"

/* Its number is in each file handle: the share's, so that handles hold for ever. A port above 1023
 * says nothing of who asks, unless the client's own word on its users counts. */
static void write_client(FILE *out, const struct share *share, const struct client *client)
{
	char network[TEXT_PREFIX_MAX];
	bool trusted = client->squash != SQUASH_ALL;

	fprintf(out, " %s(%s,sync,%s,%s,%s,fsid=%u,anonuid=%u,anongid=%u,sec=sys)",
	    text_format_prefix(&client->network, network), client->write ? "rw" : "ro",
	    clients_squash_name(client->squash), trusted ? "subtree_check" : "no_subtree_check",
	    trusted ? "secure" : "insecure", share->number, share->number, share->number);
}

void nfs_conf_exports(FILE *out, const struct settings *settings)
{
	fputs("# Made from site.conf: changes are lost.\n", out);
	for (size_t i = 0; settings->nfs && i < settings->share_count; i++) {
		const struct share *share = &settings->shares[i];

		if (share->clients.count == 0)
			continue;
		fprintf(out, "/%s", share->path);
		for (size_t j = 0; j < share->clients.count; j++)
			write_client(out, share, &share->clients.list[j]);
		fputc('\n', out);
	}
}

void nfs_conf_root(FILE *out, const struct settings *settings)
{
	fprintf(out, "[exports]\nrootdir = %s\n", settings->folders.data);
}

void nfs_conf_server(FILE *out, const struct settings *settings)
{
	const struct site_entry *entry = NULL;

	fprintf(out, "[nfsd]\nthreads = %u\n",
	    (unsigned)site_integer(&settings->site, settings->server, "nfs_threads",
	        settings->capacity.nfs_threads));
	while ((entry = site_next_entry(&settings->site, settings->server, "cards", entry)))
		fprintf(out, "cards = %s\n", entry->value);
}
