/* SPDX-License-Identifier: MIT */
/*
 * sums - did what is to be installed arrive whole? It came by a worn CD, or by TFTP, which checks nothing.
 *
 * /install/sums has a line for each file: CRC-32 as eight hexadecimal digits, bytes, name. It is the last file of the installer,
 * so that its absence tells of one that was cut short.
 */
#ifndef WHIT_SUMS_H
#define WHIT_SUMS_H

/* Compares all of them. NULL, or what is wrong. */
const char *sums_check(void);

#endif
