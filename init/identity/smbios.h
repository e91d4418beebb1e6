/* SPDX-License-Identifier: MIT */
/*
 * smbios [pure] - the OEM strings (type 11) of a machine's SMBIOS tables, DSP0134 7.12: the
 * place where whoever starts a virtual machine can leave a text for it.
 */
#ifndef WHIT_SMBIOS_H
#define WHIT_SMBIOS_H

#include <stddef.h>

/* The first OEM string that begins with `start`, in the tables of length bytes; *found is its
 * length. NULL = there is none, or the tables are not well-formed before it. */
const char *smbios_oem_string(const char *tables, size_t length, const char *start, size_t *found);

#endif
