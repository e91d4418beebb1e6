/* SPDX-License-Identifier: MIT */
/*
 * say - a line for the log, which is what init makes of standard output. %m works.
 */
#ifndef WHIT_SAY_H
#define WHIT_SAY_H

#include <stdio.h>

#define say(...) (printf(__VA_ARGS__), putchar('\n'))

#endif
