/* SPDX-License-Identifier: MIT */
#include "secure-boot.h"

#include "io.h"

/* boot_params.secure_boot, by the kernel's EFI stub (Documentation/arch/x86/zero-page.rst); without UEFI it is 0 */
#define BOOT_PARAMS "/sys/kernel/boot_params/data"
enum { BOOT_PARAMS_SIZE = 4096, SECURE_BOOT = 0x1ec, NOT_ASKED = 0, OFF = 2 };

bool secure_boot_is_on(void)
{
	char params[BOOT_PARAMS_SIZE + 1];
	ssize_t length = io_read_file(BOOT_PARAMS, params, sizeof(params));

	return length <= SECURE_BOOT ||
	    (params[SECURE_BOOT] != NOT_ASKED && params[SECURE_BOOT] != OFF);
}
