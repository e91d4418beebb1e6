/* SPDX-License-Identifier: MIT */
/*
 * clock - what time it is, and how far that may be believed.
 *
 * The kernel has set its time from the battery clock before init runs. The time is never
 * earlier than the image was made, nor than the last moment noted on /data: the modification
 * time of CLOCK_NOTE, which is touched every hour and at the end, and read by mount-data. A
 * clock that had to be put forward so is a guess until NTP sets it; whether it has, the
 * kernel knows (adjtimex(2)).
 */
#ifndef WHIT_CLOCK_H
#define WHIT_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_NOTE "/data/system/clock"

/* Puts the clock forward to when the image was made, in seconds since 1970, if it is earlier. */
void clock_open(int64_t made);

/* /data is kept, and has been asked: late = it knew a later time than the clock. From now on
 * the time is noted there. */
void clock_keep(bool late);

/* Notes the time on /data. May block as long as a disk does: for a child. 0, or -1 with errno. */
int clock_note(const void *unused, const char **no_step);

/* Had it to be put forward, and has not been set since? */
bool clock_is_guess(void);

/* "guessed"; "given", by the machine or the host of a container; "set", by NTP. */
const char *clock_trust(void);

#endif
