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

#define el_end(el) ((void)(el))
#define el_set(el, ...) ((void)(el), 0)
#define el_get(el, ...) ((void)(el), -1)
#define el_source(el, file) ((void)(el), -1)
#define el_getc(el, c) ((void)(el), (void)(c), -1)
#define el_gets(el, count) ((void)(el), (void)(count), (const char *)NULL)
#define el_line(el) ((void)(el), (const LineInfo *)NULL)
#define el_insertstr(el, text) ((void)(el), (void)(text), -1)
#define el_deletestr(el, count) ((void)(el), (void)(count))
#define history_init() ((History *)NULL)
#define history_end(hist) ((void)(hist))
#define history(hist, ...) ((void)(hist), -1)
#define tok_init(separators) ((Tokenizer *)NULL)
#define tok_end(tok) ((void)(tok))
#define tok_reset(tok) ((void)(tok))
#define tok_line(tok, ...) ((void)(tok), -1)
#define tok_str(tok, ...) ((void)(tok), -1)
