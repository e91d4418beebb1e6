/* SPDX-License-Identifier: MIT */
#include "client.h"

#include "card.h"
#include "say.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static struct client *clients;

static void start(void *owner);

static void start_again(struct client *client, int status)
{
	int64_t delay = restart_after(&client->history, client->started, loop_now(), status);

	timer_set(&client->again, delay, start, client);
}

static _Noreturn void run_child(const struct client *client)
{
	sigset_t nothing;

	sigemptyset(&nothing);
	sigprocmask(SIG_SETMASK, &nothing, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* a successor of ours starts its own */
	client->run(client->card);
	_exit(127);
}

static void start(void *owner)
{
	struct client *client = owner;

	if (!client->wanted || !client->card->carrier || client->pid != 0)
		return;
	client->started = loop_now();
	fflush(stdout);
	client->pid = fork();
	if (client->pid == 0)
		run_child(client);
	if (client->pid == -1) {
		say("%s: no dhcp client: %m", client->card->name);
		client->pid = 0;
		start_again(client, 0);
	}
}

void client_start(struct client *client, struct card *card, void (*run)(const struct card *card))
{
	if (client->card == NULL) {
		client->next = clients;
		clients = client;
	}
	client->card = card;
	client->run = run;
	client->wanted = true;
	start(client);
}

void client_stop(struct client *client)
{
	client->wanted = false;
	timer_stop(&client->again);
	if (client->pid != 0)
		kill(client->pid, SIGTERM);
}

void client_replace(struct client *client)
{
	if (client->pid != 0)
		kill(client->pid, SIGKILL);
}

void client_carrier(struct client *client)
{
	if (!client->wanted)
		return;
	if (client->pid != 0)
		kill(client->pid, SIGUSR1); /* renews at once, or looks for a server */
	else
		start(client);
}

void client_child_died(pid_t pid, int status)
{
	for (struct client *client = clients; client != NULL; client = client->next) {
		if (client->pid != pid)
			continue;
		client->pid = 0;
		if (client->wanted) {
			say("%s: the dhcp client died, it is started again", client->card->name);
			start_again(client, status);
		}
	}
}
