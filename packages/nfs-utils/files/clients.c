/* SPDX-License-Identifier: MIT
 *
 * Where nfsdcld remembers which clients hold state, in place of utils/nfsdcld/sqlite.c: one text file, written anew whole
 * and renamed for every change, so that a power cut leaves the old one or the new one. There are as many lines as
 * clients, and a change for each client that comes or goes: no database is needed for that.
 *
 *	nfs-clients 1
 *	epoch CURRENT RECOVERY		of the server's lives; RECOVERY is 0 outside of the grace period
 *	EPOCH NAME PRINCIPAL		a client, both in hexadecimal, PRINCIPAL `-` when there is none
 *	end
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cld.h"
#include "cld-internal.h"
#include "legacy.h"
#include "sqlite.h"
#include "xlog.h"

#define HEAD "nfs-clients 1\n"

struct client {
	struct client *next;
	uint64_t epoch;
	size_t name_length;
	size_t principal_length;
	unsigned char name[NFS4_OPAQUE_LIMIT];
	unsigned char principal[SHA256_DIGEST_SIZE];
};

enum { LINE = 2 * (NFS4_OPAQUE_LIMIT + SHA256_DIGEST_SIZE) + 64 };

static struct client *clients;
static int folder = -1;

static void forget(uint64_t epoch)
{
	for (struct client **place = &clients; *place != NULL;) {
		struct client *client = *place;

		if (client->epoch != epoch) {
			place = &client->next;
			continue;
		}
		*place = client->next;
		free(client);
	}
}

static struct client *find(uint64_t epoch, const unsigned char *name, size_t length)
{
	for (struct client *client = clients; client != NULL; client = client->next)
		if (client->epoch == epoch && client->name_length == length &&
		    memcmp(client->name, name, length) == 0)
			return client;
	return NULL;
}

static struct client *add(uint64_t epoch)
{
	struct client *client = calloc(1, sizeof(*client));

	if (client == NULL)
		return NULL;
	client->epoch = epoch;
	client->next = clients;
	clients = client;
	return client;
}

static void write_hex(FILE *file, const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		fprintf(file, "%02x", bytes[i]);
}

static int write_all(FILE *file)
{
	fprintf(file, HEAD "epoch %" PRIu64 " %" PRIu64 "\n", current_epoch, recovery_epoch);
	for (const struct client *client = clients; client != NULL; client = client->next) {
		fprintf(file, "%" PRIu64 " ", client->epoch);
		write_hex(file, client->name, client->name_length);
		fputs(client->principal_length == 0 ? " -" : " ", file);
		write_hex(file, client->principal, client->principal_length);
		fputc('\n', file);
	}
	fputs("end\n", file);
	return ferror(file) || fflush(file) == EOF ? -1 : fsync(fileno(file));
}

static int save(void)
{
	int fd = openat(folder, "clients.new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *file = fd == -1 ? NULL : fdopen(fd, "w");
	int result;

	if (file == NULL)
		return -1;
	result = write_all(file);
	if (fclose(file) == EOF || result == -1)
		return -1;
	return renameat(folder, "clients.new", folder, "clients") == -1 ? -1 : fsync(folder);
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Reads bytes up to the character that is none of theirs; -1 when there are more than `room`. */
static int read_hex(const char **text, unsigned char *bytes, size_t room, size_t *length)
{
	for (*length = 0; digit((*text)[0]) != -1 && digit((*text)[1]) != -1; *text += 2) {
		if (*length == room)
			return -1;
		bytes[(*length)++] = (unsigned char)(digit((*text)[0]) << 4 | digit((*text)[1]));
	}
	return 0;
}

static int read_client(const char *line)
{
	char *at;
	uint64_t epoch = strtoull(line, &at, 10);
	const char *text = at + 1;
	struct client *client;

	if (*at != ' ' || (client = add(epoch)) == NULL ||
	    read_hex(&text, client->name, sizeof(client->name), &client->name_length) == -1 ||
	    client->name_length == 0 || *text++ != ' ')
		return -1;
	if (strcmp(text, "-\n") == 0)
		return 0;
	if (read_hex(&text, client->principal, sizeof(client->principal),
	        &client->principal_length) == -1)
		return -1;
	return strcmp(text, "\n") == 0 ? 0 : -1;
}

static int read_all(FILE *file)
{
	char line[LINE];

	if (fgets(line, sizeof(line), file) == NULL || strcmp(line, HEAD) != 0 ||
	    fgets(line, sizeof(line), file) == NULL ||
	    sscanf(line, "epoch %" SCNu64 " %" SCNu64, &current_epoch, &recovery_epoch) != 2)
		return -1;
	while (fgets(line, sizeof(line), file) != NULL) {
		if (strcmp(line, "end\n") == 0)
			return 0;
		if (read_client(line) == -1)
			return -1;
	}
	return -1;
}

/* What is on the disk becomes what is known. A file that makes no sense is kept aside: without it clients lose their locks
 * at this start, without a server they lose everything. */
static int load(void)
{
	int fd = openat(folder, "clients", O_RDONLY | O_CLOEXEC);
	FILE *file = fd == -1 ? NULL : fdopen(fd, "r");
	int result;

	while (clients != NULL)
		forget(clients->epoch);
	current_epoch = 1;
	recovery_epoch = 0;
	if (file == NULL)
		return errno == ENOENT ? save() : -1;
	result = read_all(file);
	fclose(file);
	if (result == 0)
		return 0;
	xlog(L_ERROR, "the list of clients is damaged and was moved to clients.bad: no locks are recovered");
	while (clients != NULL)
		forget(clients->epoch);
	current_epoch = 1;
	recovery_epoch = 0;
	return renameat(folder, "clients", folder, "clients.bad") == -1 ? -1 : save();
}

/* A change is on the disk, or did not happen. */
static int keep(void)
{
	if (save() == 0)
		return 0;
	xlog(L_ERROR, "the list of clients cannot be written: %m");
	load();
	return -EIO;
}

int sqlite_prepare_dbh(const char *topdir)
{
	mkdir(topdir, 0700); /* it may be there */
	folder = open(topdir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder == -1 || load() == -1) {
		xlog(L_ERROR, "%s: %m", topdir);
		return -errno;
	}
	return 0;
}

int sqlite_insert_client_and_princhash(const unsigned char *clname, const size_t namelen,
    const unsigned char *clprinchash, const size_t princhashlen)
{
	struct client *client = find(current_epoch, clname, namelen);

	if (namelen == 0 || namelen > sizeof(client->name) ||
	    princhashlen > sizeof(client->principal))
		return -EINVAL;
	if (client == NULL && (client = add(current_epoch)) == NULL)
		return -ENOMEM;
	memcpy(client->name, clname, namelen);
	client->name_length = namelen;
	if (princhashlen > 0)
		memcpy(client->principal, clprinchash, princhashlen);
	client->principal_length = princhashlen;
	return keep();
}

int sqlite_insert_client(const unsigned char *clname, const size_t namelen)
{
	return sqlite_insert_client_and_princhash(clname, namelen, NULL, 0);
}

int sqlite_remove_client(const unsigned char *clname, const size_t namelen)
{
	struct client *client = find(current_epoch, clname, namelen);

	if (client == NULL)
		return 0;
	client->epoch = 0; /* no life of the server has this number */
	forget(0);
	return keep();
}

int sqlite_check_client(const unsigned char *clname, const size_t namelen)
{
	if (find(recovery_epoch, clname, namelen) == NULL)
		return -EACCES;
	return sqlite_insert_client(clname, namelen);
}

/* The server starts. When it was stopped within a grace period, that one begins again. */
int sqlite_grace_start(void)
{
	if (recovery_epoch == 0)
		recovery_epoch = current_epoch++;
	else
		forget(current_epoch);
	return keep();
}

int sqlite_grace_done(void)
{
	forget(recovery_epoch);
	recovery_epoch = 0;
	return keep();
}

/* Tells the kernel of every client that may take its locks again. */
int sqlite_iterate_recovery(int (*cb)(struct cld_client *clnt), struct cld_client *clnt)
{
	struct cld_msg_v2 *message = &clnt->cl_u.cl_msg_v2;
	struct cld_clntinfo *info = &message->cm_u.cm_clntinfo;

	if (recovery_epoch == 0)
		return -EINVAL;
	for (const struct client *client = clients; client != NULL; client = client->next) {
		if (client->epoch != recovery_epoch)
			continue;
		memset(&message->cm_u, 0, sizeof(message->cm_u));
		memcpy(info->cc_name.cn_id, client->name, client->name_length);
		info->cc_name.cn_len = (uint16_t)client->name_length;
		memcpy(info->cc_princhash.cp_data, client->principal, client->principal_length);
		info->cc_princhash.cp_len = (uint8_t)client->principal_length;
		cb(clnt);
	}
	return 0;
}

void sqlite_shutdown(void)
{
}

/* There are no records of older ways to remember clients: first_time is never set, and none of these is called. */

int sqlite_delete_cltrack_records(void)
{
	return 0;
}

int sqlite_first_time_done(void)
{
	return 0;
}

void legacy_load_clients_from_recdir(int *num_records)
{
	*num_records = 0;
}

void legacy_clear_recdir(void)
{
}
