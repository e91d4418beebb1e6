/* SPDX-License-Identifier: MIT */
/*
 * watch - work on disks that may take hours, as long as it goes on, or hang for ever; and words for who waits for it.
 */
#ifndef WHIT_WATCH_H
#define WHIT_WATCH_H

/* Runs work() in a child, which is killed when it has told nothing of its progress for `still` milliseconds. What is written to the
 * descriptor that it is given, by itself or its own children, is progress; what e2fsck(8) writes there is shown once a minute. Returns
 * what work() has returned, or -1: it was given up, or did not end by itself; it has been said why. */
int watch(int (*work)(int progress), int still);

/* Says a line on the console at once. What is said to standard output is read when /data is there. */
void watch_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
