/* SPDX-License-Identifier: MIT */
/* test - what cmocka's own header wants to find before it. */
#ifndef WHIT_TEST_H
#define WHIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
