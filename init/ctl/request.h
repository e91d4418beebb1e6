/* SPDX-License-Identifier: MIT */
/*
 * request [pure] - the client's side of lib/proto.h.
 */
#ifndef WHIT_REQUEST_H
#define WHIT_REQUEST_H

#include "proto.h"

/* Writes a request; returns its length. */
size_t request_write(const struct proto_request *request, char text[PROTO_REQUEST_MAX]);

/* Reads the code of a reply of length bytes. NULL when good, else the reason. */
const char *request_read_reply(const char *reply, size_t length, enum proto_code *code);

#endif
