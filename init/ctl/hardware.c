/* SPDX-License-Identifier: MIT */
#include "hardware.h"

#include "io.h"
#include "proto.h"
#include "text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* boot_params.secure_boot of the kernel's zero page, as the EFI stub found it
 * (arch/x86/include/uapi/asm/bootparam.h, include/linux/efi.h) */
#define BOOT_PARAMS "sys/kernel/boot_params/data"
enum { BOOT_PARAMS_SECURE_BOOT = 0x1ec, STUB_SAYS_OFF = 2, STUB_SAYS_ON = 3 };

/* Four bytes of attributes, then the value (UEFI 2.10, 3.3). */
#define SECURE_BOOT_VARIABLE \
	"sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
enum { SECURE_BOOT_VALUE = 4 };

static void gather_names(const char *root, struct hardware *hardware)
{
	char folder[PATH_MAX];

	sysfs_path(root, "sys/class/dmi/id", folder);
	sysfs_text(folder, "sys_vendor", hardware->vendor);
	sysfs_text(folder, "product_name", hardware->product);
	sysfs_text(folder, "product_version", hardware->version);
	sysfs_text(folder, "board_vendor", hardware->board_vendor);
	sysfs_text(folder, "board_name", hardware->board);
	sysfs_text(folder, "bios_vendor", hardware->firmware_vendor);
	sysfs_text(folder, "bios_version", hardware->firmware_version);
	sysfs_text(folder, "bios_date", hardware->firmware_date);
}

/* The firmware's own word when its variables are mounted, else what the kernel was told by it. */
static void gather_firmware(const char *root, struct hardware *hardware)
{
	char path[PATH_MAX];
	char bytes[4096 + 1];
	ssize_t length;

	hardware->uefi = access(sysfs_path(root, "sys/firmware/efi", path), F_OK) == 0;
	if (!hardware->uefi)
		return;
	length = io_read_file(sysfs_path(root, SECURE_BOOT_VARIABLE, path), bytes, sizeof(bytes));
	if (length == SECURE_BOOT_VALUE + 1) {
		hardware->secure_boot =
		    bytes[SECURE_BOOT_VALUE] == 1 ? SECURE_BOOT_ON : SECURE_BOOT_OFF;
		return;
	}
	length = io_read_file(sysfs_path(root, BOOT_PARAMS, path), bytes, sizeof(bytes));
	if (length <= BOOT_PARAMS_SECURE_BOOT)
		return;
	if (bytes[BOOT_PARAMS_SECURE_BOOT] == STUB_SAYS_ON)
		hardware->secure_boot = SECURE_BOOT_ON;
	else if (bytes[BOOT_PARAMS_SECURE_BOOT] == STUB_SAYS_OFF)
		hardware->secure_boot = SECURE_BOOT_OFF;
}

/* The text behind `NAME  : ` or NULL when the line does not begin with the name. */
static const char *value_of(const char *line, const char *name)
{
	size_t length = strlen(name);

	if (strncmp(line, name, length) != 0 || strchr(" \t:", line[length]) == NULL)
		return NULL;
	return line + length + strspn(line + length, " \t:");
}

/* Line by line: of five hundred processors it is half a megabyte. */
static void gather_processors(const char *root, struct hardware *hardware)
{
	char path[PATH_MAX];
	char line[256];
	const char *value;
	bool begins = true; /* the line, not what a long one goes on with */
	FILE *file = fopen(sysfs_path(root, "proc/cpuinfo", path), "re");

	hardware->processors = file == NULL ? -1 : 0;
	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		size_t length = strcspn(line, "\n");
		bool ends = line[length] == '\n';

		line[length] = '\0';
		if (begins && value_of(line, "processor") != NULL)
			hardware->processors++;
		value = begins ? value_of(line, "model name") : NULL;
		if (value != NULL && hardware->processor[0] == '\0')
			sysfs_name(value, hardware->processor);
		begins = ends;
	}
	if (file != NULL)
		fclose(file);
	if (hardware->processors == 0)
		hardware->processors = -1;
}

static void gather_memory(const char *root, struct hardware *hardware)
{
	char path[PATH_MAX];
	char text[8192];
	const char *value;
	uint64_t kilobytes;

	hardware->memory = -1;
	if (io_read_file(sysfs_path(root, "proc/meminfo", path), text, sizeof(text)) == -1)
		return;
	value = value_of(text, "MemTotal"); /* the first line */
	if (value != NULL && text_digits(&value, INT64_MAX >> 10, &kilobytes))
		hardware->memory = (long long)kilobytes << 10;
}

void hardware_gather(const char *root, struct hardware *hardware)
{
	memset(hardware, 0, sizeof(*hardware));
	gather_names(root, hardware);
	gather_firmware(root, hardware);
	gather_processors(root, hardware);
	gather_memory(root, hardware);
	hardware_parts(root, hardware);
	hardware_buses(root, hardware);
}

int hardware_show(bool json)
{
	static struct hardware hardware;

	hardware_gather("", &hardware);
	hardware_print(&hardware, json);
	return fflush(stdout) == EOF ? PROTO_FAILED : PROTO_DONE;
}
