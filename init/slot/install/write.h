/* SPDX-License-Identifier: MIT */
/*
 * write - from the files of the installer to a disk: written, brought to the disk, read back and compared.
 *
 * The boot sector is what makes a disk whole, and is written last. Before that it says that an installation is going on, so that
 * a power cut at any moment leaves a disk that is not mistaken for anything (target.h).
 */
#ifndef WHIT_WRITE_H
#define WHIT_WRITE_H

#include "target.h"

#include <stdbool.h>

/* Where the files are that the installer writes: boot, core, efi, efi-4096, slot (scripts/installer). */
#define WRITE_FILES "/install"

/* Installs on the disk; `keep` = its /data stays as it is. Last, a note on the disk says which image that was, and what words wanted it
 * ("" = somebody at the console). Shows its progress on standard output. NULL, or what went wrong: a text that is good until the next
 * call. */
const char *write_disk(const struct target *target, bool keep, const char *words);

/* Does the note on the disk say that this very image was installed there by these words? */
bool write_was_done(const struct target *target, const char *words);

#endif
