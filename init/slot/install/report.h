/* SPDX-License-Identifier: MIT */
/*
 * report - what `whit hardware` prints, a screenful at a time where the console says how large it is.
 */
#ifndef WHIT_REPORT_H
#define WHIT_REPORT_H

void report_show(void);

#endif
