/* SPDX-License-Identifier: MIT */
/*
 * packet - a text over a Unix socket that keeps packets apart, and what the kernel brings with it
 * (unix(7)): a descriptor, or who sent it.
 */
#ifndef WHIT_PACKET_H
#define WHIT_PACKET_H

#include <stddef.h>
#include <sys/types.h>

/* Sends a text of length bytes, and fd with it unless that is -1. 0, or -1 with errno. */
int packet_send(int socket, char *text, size_t length, int fd);

/* Receives a text of at most size - 1 bytes, the rest is cut, and ends it with NUL. What comes with it goes to
 * `with`, which stays as it is when nothing does: for kind SCM_RIGHTS one descriptor (int), for
 * SCM_CREDENTIALS the sender (struct ucred). Returns the text's length, or -1 with errno. */
ssize_t packet_receive(int socket, char *text, size_t size, int kind, void *with);

#endif
