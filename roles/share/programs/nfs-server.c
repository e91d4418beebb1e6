/* SPDX-License-Identifier: MIT */
/*
 * nfs-server CONF - the kernel's NFS server as a service: it serves as long as this program runs.
 *
 * CONF is what render has made:
 *
 *	[nfsd]
 *	threads = 16
 *	cards = eth0 eth1     only these are served; not given, all
 *
 * It opens port 2049 for TCP, hands it to the server, switches NFSv4.0 to 4.2 on and all else off, and
 * starts the threads (nfsd(7) of nfs-utils: /proc/fs/nfsd). When they run it writes a line feed to
 * descriptor 3. SIGHUP changes the number of threads; SIGTERM ends the server, whose clients find
 * their locks again when it starts the next time, for nfsdcld has kept who they are.
 */
#include "cleanup.h"
#include "io.h"
#include "problem.h"
#include "site.h"
#include "text-values.h"

#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define NFSD "/proc/fs/nfsd/"

enum {
	READY_FD = 3,
	PORT = 2049,
	BACKLOG = 128,
	DEFAULT_THREADS = 8,
	MOST_THREADS = 1024,
};

struct settings {
	unsigned threads;
	char cards[TEXT_WORD_MAX]; /* "" = all */
};

static int complain(const char *what)
{
	fprintf(stderr, "nfs-server: %s: %s\n", what, strerror(errno));
	return -1;
}

/* Adds the words of one line of `cards`. */
static int add_cards(struct settings *settings, const char *words)
{
	size_t used = strlen(settings->cards);

	if (snprintf(settings->cards + used, sizeof(settings->cards) - used, " %s", words) <
	    (int)(sizeof(settings->cards) - used))
		return 0;
	errno = ENAMETOOLONG;
	return complain("cards");
}

static int read_conf(const char *path, struct settings *settings)
{
	struct site site;
	struct problems problems = { 0 };
	const struct site_section *section;
	const struct site_entry *entry = NULL;
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	int result = 0;

	snprintf(folder, sizeof(folder), "%.*s", slash == NULL ? 0 : (int)(slash - path), path);
	if (site_load(&site, slash == NULL ? "." : folder, slash == NULL ? path : slash + 1,
	        &problems) == -1)
		return complain(path);
	section = site_section(&site, "nfsd");
	*settings = (struct settings){
		.threads = (unsigned)site_integer(&site, section, "threads", DEFAULT_THREADS),
	};
	while ((entry = site_next_entry(&site, section, "cards", entry)) != NULL && result == 0)
		result = add_cards(settings, entry->value);
	if (settings->threads == 0 || settings->threads > MOST_THREADS)
		settings->threads = DEFAULT_THREADS;
	if (problems_print(&problems, stderr) != 0)
		result = -1;
	problems_free(&problems);
	site_free(&site);
	return result;
}

/* The server */

/* All of one card, or of all cards. A dual socket takes IPv4 too; a kernel without IPv6 has no such. */
static int open_port(const char *card)
{
	const struct sockaddr_in6 all = { .sin6_family = AF_INET6, .sin6_port = htons(PORT) };
	const struct sockaddr_in four = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	const int yes = 1;
	autoclose int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool six = fd != -1;

	if (!six)
		fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd == -1 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) == -1)
		return -1;
	if (card[0] != '\0' &&
	    setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, card, (socklen_t)strlen(card)) == -1)
		return -1;
	if (bind(fd, six ? (const void *)&all : (const void *)&four,
	        six ? sizeof(all) : sizeof(four)) == -1 ||
	    listen(fd, BACKLOG) == -1)
		return -1;
	return steal_fd(&fd);
}

/* The server keeps the socket; ours may go. */
static int serve_card(const char *card)
{
	autoclose int fd = open_port(card);
	char text[16];

	snprintf(text, sizeof(text), "%d\n", fd);
	if (fd == -1 || io_write_file(NFSD "portlist", text) == -1)
		return complain(card[0] == '\0' ? "port 2049" : card);
	return 0;
}

static int serve_cards(const char *cards)
{
	char card[TEXT_WORD_MAX];

	if (cards[0] == '\0')
		return serve_card("");
	while (text_next_word(&cards, card, sizeof(card)) == 1)
		if (serve_card(card) == -1)
			return -1;
	return 0;
}

static int set_threads(unsigned threads)
{
	char text[16];

	snprintf(text, sizeof(text), "%u\n", threads);
	return io_write_file(NFSD "threads", text) == 0 ? 0 : complain(NFSD "threads");
}

/* Where there is no server, 0 would make one. */
static int end_server(void)
{
	char threads[16];

	if (io_read_file(NFSD "threads", threads, sizeof(threads)) != -1 &&
	    strcmp(threads, "0\n") == 0)
		return 0;
	return set_threads(0);
}

/* What a killed predecessor has left is ended first. */
static int start(const struct settings *settings)
{
	/* the block: a small machine would have one of 32 KiB. The times: after a restart clients wait for
	 * each other no longer than this */
	static const char *const switches[][2] = {
		{ NFSD "versions", "-2 -3 +4 +4.1 +4.2\n" },
		{ NFSD "max_block_size", "1048576\n" },
		{ NFSD "nfsv4leasetime", "30\n" },
		{ NFSD "nfsv4gracetime", "30\n" },
	};

	if (end_server() == -1)
		return -1;
	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
		if (io_write_file(switches[i][0], switches[i][1]) == -1)
			return complain(switches[i][0]);
	return serve_cards(settings->cards) == 0 ? set_threads(settings->threads) : -1;
}

static void again(const char *path, struct settings *settings)
{
	struct settings new;

	if (read_conf(path, &new) == -1)
		return;
	if (strcmp(new.cards, settings->cards) != 0)
		fputs("nfs-server: other cards count from the next start of the service on\n",
		    stderr);
	set_threads(new.threads);
}

int main(int count, char **words)
{
	struct settings settings;
	sigset_t signals;
	int number = 0;

	if (count != 2) {
		fputs("usage: nfs-server CONF\n", stderr);
		return 2;
	}
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	if (read_conf(words[1], &settings) == -1)
		return 1;
	if (start(&settings) == -1) {
		end_server();
		return 1;
	}
	if (write(READY_FD, "\n", 1) == 1)
		close(READY_FD);
	while (sigwait(&signals, &number) != 0 || number != SIGTERM)
		if (number == SIGHUP)
			again(words[1], &settings);
	return end_server() == 0 ? 0 : 1;
}
