/* SPDX-License-Identifier: MIT
 *
 * libedit, as far as Knot's tools want it for the commands they read from a terminal: there is none on the machine, so
 * el_init() says that it cannot, and all the rest is never reached.
 */
#pragma once
#include <stddef.h>
#include <stdio.h>

typedef struct editline EditLine;
typedef struct history History;
typedef struct tokenizer Tokenizer;
typedef struct { int num; const char *str; } HistEvent;
typedef struct { const char *buffer, *cursor, *lastchar; } LineInfo;

enum { CC_ERROR, CC_REDISPLAY };
enum { EL_ADDFN, EL_BIND, EL_EDITOR, EL_GETTC, EL_HIST, EL_PROMPT, EL_SIGNAL, EL_TERMINAL };
enum { H_ENTER, H_LOAD, H_SAVE, H_SETSIZE, H_SETUNIQUE };

static inline EditLine *el_init(const char *name, FILE *in, FILE *out, FILE *err)
{
	(void)name, (void)in, (void)out, (void)err;
	return NULL;
}

static inline void el_end(EditLine *el)
{
	(void)el;
}

static inline int el_nothing(const void *el, ...)
{
	(void)el;
	return -1;
}

static inline const void *el_null(const void *el, ...)
{
	(void)el;
	return NULL;
}

#define el_set el_nothing
#define el_get el_nothing
#define el_source(el, file) el_nothing(el, file)
#define el_getc el_nothing
#define el_insertstr el_nothing
#define el_deletestr el_nothing
#define el_gets (const char *)el_null
#define el_line (const LineInfo *)el_null
#define history el_nothing
#define history_init() ((History *)el_null(NULL))
#define history_end el_nothing
#define tok_init(separators) ((Tokenizer *)el_null(NULL))
#define tok_end el_nothing
#define tok_reset el_nothing
#define tok_line el_nothing
#define tok_str el_nothing
