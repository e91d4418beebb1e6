/* SPDX-License-Identifier: MIT */
#include "hardware.h"
#include "json.h"
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { COLUMNS = 80 };

static const char *const buses[] = { "pci", "usb", "virtio", "vmbus" };

/* JSON: what is not known is null. */

static void print_pair(const char *key, const char *value, const char *after)
{
	printf("\"%s\":", key);
	if (value[0] == '\0')
		fputs("null", stdout);
	else
		json_string(value, strlen(value));
	fputs(after, stdout);
}

static void print_number(const char *key, long long number, const char *after)
{
	if (number == -1)
		printf("\"%s\":null%s", key, after);
	else
		printf("\"%s\":%lld%s", key, number, after);
}

static const char *boolean(bool value)
{
	return value ? "true" : "false";
}

static const char *comma(unsigned before)
{
	return before == 0 ? "" : ",";
}

static void print_carrier(const struct hardware_carrier *carrier)
{
	print_pair("driver", carrier->driver, ",");
	print_pair("bus", carrier->bus, ",");
	print_pair("address", carrier->address, "}");
}

static void print_json_machine(const struct hardware *hardware)
{
	static const char *const secure_boot[] = { "null", "false", "true" };

	fputs("{\"machine\":{", stdout);
	print_pair("vendor", hardware->vendor, ",");
	print_pair("product", hardware->product, ",");
	print_pair("version", hardware->version, "},\"board\":{");
	print_pair("vendor", hardware->board_vendor, ",");
	print_pair("product", hardware->board, "},\"firmware\":{");
	print_pair("type", hardware->uefi ? "UEFI" : "BIOS", ",");
	printf("\"secure_boot\":%s,", secure_boot[hardware->secure_boot]);
	print_pair("vendor", hardware->firmware_vendor, ",");
	print_pair("version", hardware->firmware_version, ",");
	print_pair("date", hardware->firmware_date, "},\"processor\":{");
	print_pair("model", hardware->processor, ",");
	print_number("count", hardware->processors, "},");
	print_number("memory_bytes", hardware->memory, ",");
}

static void print_json_few(const struct hardware *hardware)
{
	fputs("\"tpms\":[", stdout);
	for (unsigned i = 0; i < hardware->tpm_count; i++) {
		printf("%s{", comma(i));
		print_pair("name", hardware->tpms[i].name, ",");
		print_pair("version", hardware->tpms[i].version, ",");
		print_carrier(&hardware->tpms[i].carrier);
	}
	fputs("],\"watchdogs\":[", stdout);
	for (unsigned i = 0; i < hardware->watchdog_count; i++) {
		printf("%s{", comma(i));
		print_pair("name", hardware->watchdogs[i].name, ",");
		print_pair("identity", hardware->watchdogs[i].identity, ",");
		print_pair("state", hardware->watchdogs[i].state, ",");
		print_number("timeout_seconds", hardware->watchdogs[i].timeout, "}");
	}
	fputs("],", stdout);
}

static void print_json_parts(const struct hardware *hardware)
{
	fputs("\"disks\":[", stdout);
	for (unsigned i = 0; i < hardware->disk_count; i++) {
		const struct hardware_disk *disk = &hardware->disks[i];

		printf("%s{", comma(i));
		print_pair("name", disk->name, ",");
		print_number("size_bytes", disk->bytes, ",");
		print_number("sector_bytes", disk->sector, ",");
		print_pair("model", disk->model, ",");
		printf("\"removable\":%s,", boolean(disk->removable));
		print_carrier(&disk->carrier);
	}
	fputs("],\"network\":[", stdout);
	for (unsigned i = 0; i < hardware->card_count; i++) {
		const struct hardware_card *card = &hardware->cards[i];

		printf("%s{", comma(i));
		print_pair("name", card->name, ",");
		print_pair("mac", card->mac, ",");
		print_pair("link", card->link, ",");
		print_number("speed_mbit", card->speed, ",");
		print_carrier(&card->carrier);
	}
	fputs("],", stdout);
}

/* All devices, or those that lack a driver. */
static void print_json_devices(const struct hardware *hardware, bool all)
{
	unsigned printed = 0;

	for (unsigned i = 0; i < hardware->device_count; i++) {
		const struct hardware_device *device = &hardware->devices[i];

		if (!all && !device->lacks_driver)
			continue;
		printf("%s{", comma(printed++));
		print_pair("bus", device->bus, ",");
		print_pair("address", device->address, ",");
		print_pair("id", device->id, ",");
		print_pair("class", device->class, ",");
		print_pair("class_code", device->code, ",");
		print_pair("product", device->product, ",");
		print_pair("driver", device->driver, "}");
	}
}

static void print_json(const struct hardware *hardware)
{
	print_json_machine(hardware);
	print_json_few(hardware);
	print_json_parts(hardware);
	fputs("\"without_driver\":[", stdout);
	print_json_devices(hardware, false);
	fputs("],\"devices\":[", stdout);
	print_json_devices(hardware, true);
	printf("],\"left_out\":%u}\n", hardware->left_out);
}

/* Text */

/* A line of a table: what is behind the last column is cut off. */
__attribute__((format(printf, 1, 2))) static void print_row(const char *format, ...)
{
	char row[8 * SYSFS_TEXT];
	size_t end = 0;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(row, sizeof(row), format, arguments);
	va_end(arguments);
	for (unsigned column = 0; row[end] != '\0' && column < COLUMNS; column++) {
		size_t bytes = text_utf8_sequence(row + end, strlen(row + end));

		end += bytes == 0 ? 1 : bytes;
	}
	while (end > 0 && row[end - 1] == ' ')
		end--;
	printf("%.*s\n", (int)end, row);
}

/* `TITLE: TEXT, TEXT`: those that are known; texts ends with NULL. */
static void print_texts(const char *title, const char *const *texts)
{
	unsigned printed = 0;

	printf("%s: ", title);
	for (; *texts != NULL; texts++)
		if ((*texts)[0] != '\0')
			printf("%s%s", printed++ == 0 ? "" : ", ", *texts);
	puts(printed == 0 ? "unknown" : "");
}

static void print_machine(const struct hardware *hardware)
{
	static const char *const firmware[] = { "UEFI", "UEFI (Secure Boot is off)",
		"UEFI (Secure Boot is on)" };
	char count[32] = "";
	char memory[32] = "";

	if (hardware->processors != -1)
		snprintf(count, sizeof(count), "%lld", hardware->processors);
	if (hardware->memory != -1)
		snprintf(memory, sizeof(memory), "%lld MiB", hardware->memory >> 20);
	print_texts("machine",
	    (const char *const[]){ hardware->vendor, hardware->product, hardware->version, NULL });
	print_texts("board",
	    (const char *const[]){ hardware->board_vendor, hardware->board, NULL });
	print_texts("firmware",
	    (const char *const[]){ hardware->uefi ? firmware[hardware->secure_boot] : "BIOS",
	        hardware->firmware_vendor, hardware->firmware_version, hardware->firmware_date,
	        NULL });
	print_texts("processors", (const char *const[]){ count, hardware->processor, NULL });
	print_texts("memory", (const char *const[]){ memory, NULL });
}

static void print_few(const struct hardware *hardware)
{
	for (unsigned i = 0; i < hardware->tpm_count; i++)
		print_texts("TPM",
		    (const char *const[]){
		        hardware->tpms[i].version, hardware->tpms[i].carrier.driver, NULL });
	if (hardware->tpm_count == 0)
		puts("TPM: none");
	for (unsigned i = 0; i < hardware->watchdog_count; i++) {
		const struct hardware_watchdog *watchdog = &hardware->watchdogs[i];
		char timeout[32] = "";

		if (watchdog->timeout != -1)
			snprintf(timeout, sizeof(timeout), "%lld s", watchdog->timeout);
		print_texts("watchdog",
		    (const char *const[]){ watchdog->identity, watchdog->state, timeout, NULL });
	}
	if (hardware->watchdog_count == 0)
		puts("watchdog: none");
}

static const char *or_dash(const char *text)
{
	return text[0] == '\0' ? "-" : text;
}

/* With one decimal, rounded down. */
static const char *write_size(long long bytes, char size[32])
{
	static const char *const units[] = { "MiB", "GiB", "TiB" };
	unsigned unit = 0;

	if (bytes < 0)
		return "-";
	while (unit < 2 && bytes >> (30 + 10 * unit) > 0)
		unit++;
	snprintf(size, 32, "%lld.%lld %s", bytes >> (20 + 10 * unit),
	    (bytes >> (10 + 10 * unit)) % 1024 * 10 / 1024, units[unit]);
	return size;
}

static const char *write_number(long long number, char text[32])
{
	snprintf(text, 32, "%lld", number);
	return number == -1 ? "-" : text;
}

static void print_parts(const struct hardware *hardware)
{
	char size[32];
	char sector[32];

	if (hardware->disk_count > 0)
		puts("\nDISK              SIZE  SECTOR  DRIVER           MODEL");
	for (unsigned i = 0; i < hardware->disk_count; i++) {
		const struct hardware_disk *disk = &hardware->disks[i];

		print_row("%-10s  %10s  %6s  %-15s  %s%s", disk->name,
		    write_size(disk->bytes, size), write_number(disk->sector, sector),
		    or_dash(disk->carrier.driver), or_dash(disk->model),
		    disk->removable ? " (removable)" : "");
	}
	if (hardware->card_count > 0)
		puts("\nNETWORK     MAC                LINK  MBIT/S  DRIVER           ADDRESS");
	for (unsigned i = 0; i < hardware->card_count; i++) {
		const struct hardware_card *card = &hardware->cards[i];

		print_row("%-10s  %-17s  %-4s  %6s  %-15s  %s", card->name, or_dash(card->mac),
		    or_dash(card->link), write_number(card->speed, size),
		    or_dash(card->carrier.driver), or_dash(card->carrier.address));
	}
}

/* Is it in the table of this bus, or, of NULL, in that of those that lack a driver? */
static bool is_in(const struct hardware_device *device, const char *bus)
{
	return bus == NULL ? device->lacks_driver : strcmp(device->bus, bus) == 0;
}

/* No column grows wider than a GUID: an odd name does not push all others off the screen. */
static void widen(int *width, const char *text)
{
	int length = (int)strlen(text);

	if (length > *width)
		*width = length < 36 ? length : 36;
}

static void print_devices(const struct hardware *hardware, const char *bus, const char *title)
{
	int address = (int)strlen(title);
	int driver = (int)strlen("DRIVER");
	unsigned count = 0;

	for (unsigned i = 0; i < hardware->device_count; i++) {
		if (!is_in(&hardware->devices[i], bus))
			continue;
		widen(&address, hardware->devices[i].address);
		widen(&driver, hardware->devices[i].driver);
		count++;
	}
	if (count == 0)
		return;
	putchar('\n');
	if (bus == NULL)
		print_row("%-*s  ID         CLASS", address, title);
	else
		print_row("%-*s  ID         %-*s  CLASS", address, title, driver, "DRIVER");
	for (unsigned i = 0; i < hardware->device_count; i++) {
		const struct hardware_device *device = &hardware->devices[i];

		if (!is_in(device, bus))
			continue;
		print_row("%-*s  %-9s  %-*s%s%s%s%s", address, device->address,
		    device->id[0] == '\0' ? "-" : device->id, bus == NULL ? 0 : driver,
		    bus == NULL ? "" : or_dash(device->driver), bus == NULL ? "" : "  ",
		    device->class, device->product[0] == '\0' ? "" : ": ", device->product);
	}
}

static void print_text(const struct hardware *hardware)
{
	static const char *const titles[] = { "PCI", "USB", "VIRTIO", "VMBUS" };
	unsigned lacking = 0;

	print_machine(hardware);
	print_few(hardware);
	for (unsigned i = 0; i < hardware->device_count; i++)
		lacking += hardware->devices[i].lacks_driver;
	if (lacking == 0)
		puts("without a driver: none");
	print_devices(hardware, NULL, "WITHOUT A DRIVER");
	print_parts(hardware);
	for (unsigned i = 0; i < sizeof(buses) / sizeof(buses[0]); i++)
		print_devices(hardware, buses[i], titles[i]);
	if (hardware->left_out > 0)
		printf("\n%u more are left out\n", hardware->left_out);
}

void hardware_print(const struct hardware *hardware, bool json)
{
	if (json)
		print_json(hardware);
	else
		print_text(hardware);
}
