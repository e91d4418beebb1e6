/* SPDX-License-Identifier: MIT */
/*
 * machine-id - which SMB server this is: three numbers, of which clients see security identifiers made
 * (S-1-5-21-A-B-C-RID, [MS-DTYP] 2.4.2). ksmbd.mountd reads them from RUN/ksmbd.subauth and would make new ones
 * at each boot.
 */
#ifndef WHIT_SHARE_MACHINE_ID_H
#define WHIT_SHARE_MACHINE_ID_H

#include "folders.h"

/* Copies DATA/.subauth there; makes it first when there is none. 0, or -1: it has been said why. */
int machine_id_give(const struct folders *folders);

#endif
