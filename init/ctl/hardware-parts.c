/* SPDX-License-Identifier: MIT */
#include "hardware.h"

#include "text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The place for one more in a table; NULL when that is full. */
#define ONE_MORE(hardware, table, count) \
	((hardware)->count < sizeof((hardware)->table) / sizeof((hardware)->table[0]) \
	        ? &(hardware)->table[(hardware)->count++] \
	        : ((hardware)->left_out++, NULL))

/* Whose driver is another's client: the disk's kind, not what it hangs on. */
static bool is_kind_of_disk(const char *driver)
{
	return strcmp(driver, "sd") == 0 || strcmp(driver, "sr") == 0 ||
	    strcmp(driver, "mmcblk") == 0;
}

/* From FOLDER/device up through the tree of devices. */
static void find_carrier(const char *folder, struct hardware_carrier *carrier)
{
	char link[PATH_MAX];
	char path[PATH_MAX];
	char *end;

	memset(carrier, 0, sizeof(*carrier));
	if (realpath(sysfs_path(folder, "device", link), path) == NULL)
		return;
	while ((end = strrchr(path, '/')) != NULL && end != path) {
		sysfs_link(path, "driver", carrier->driver);
		if (carrier->driver[0] != '\0' && !is_kind_of_disk(carrier->driver)) {
			sysfs_link(path, "subsystem", carrier->bus);
			sysfs_name(end + 1, carrier->address);
			if (strcmp(carrier->bus, "usb") == 0) /* 1-2:1.0 is a part of 1-2 */
				carrier->address[strcspn(carrier->address, ":")] = '\0';
			return;
		}
		*end = '\0';
	}
	carrier->driver[0] = '\0';
}

static void look_at_tpm(void *into, const char *folder, const char *name)
{
	struct hardware *hardware = into;
	struct hardware_tpm *tpm = ONE_MORE(hardware, tpms, tpm_count);
	long long major = sysfs_number(folder, "tpm_version_major");

	if (tpm == NULL)
		return;
	sysfs_name(name, tpm->name);
	tpm->version = major == 2 ? "2.0" : major == 1 ? "1.2" : "";
	find_carrier(folder, &tpm->carrier);
}

static void look_at_watchdog(void *into, const char *folder, const char *name)
{
	struct hardware *hardware = into;
	struct hardware_watchdog *watchdog = ONE_MORE(hardware, watchdogs, watchdog_count);

	if (watchdog == NULL)
		return;
	sysfs_name(name, watchdog->name);
	sysfs_text(folder, "identity", watchdog->identity);
	sysfs_text(folder, "state", watchdog->state);
	watchdog->timeout = sysfs_number(folder, "timeout");
}

/* SCSI has a vendor beside the model, which for SATA is always "ATA"; cards of MMC have a name. */
static void read_model(const char *folder, char model[SYSFS_TEXT])
{
	char vendor[SYSFS_TEXT];
	char name[SYSFS_TEXT];

	sysfs_text(folder, "device/vendor", vendor);
	sysfs_text(folder, "device/model", name);
	if (strcmp(vendor, "ATA") == 0 || strncmp(vendor, "0x", 2) == 0)
		vendor[0] = '\0';
	if (name[0] == '\0')
		sysfs_text(folder, "device/name", name);
	sysfs_join(vendor, name, model);
}

/* What is not made of others (loop, RAM, RAID) hangs on a device. */
static void look_at_disk(void *into, const char *folder, const char *name)
{
	struct hardware *hardware = into;
	char path[PATH_MAX];
	long long blocks = sysfs_number(folder, "size"); /* of 512 bytes, whatever the sector is */
	struct hardware_disk *disk;

	if (access(sysfs_path(folder, "device", path), F_OK) == -1 ||
	    sysfs_number(folder, "hidden") == 1)
		return;
	disk = ONE_MORE(hardware, disks, disk_count);
	if (disk == NULL)
		return;
	sysfs_name(name, disk->name);
	disk->bytes = blocks == -1 || blocks > INT64_MAX / 512 ? -1 : blocks * 512;
	disk->sector = sysfs_number(folder, "queue/logical_block_size");
	disk->removable = sysfs_number(folder, "removable") == 1;
	read_model(folder, disk->model);
	find_carrier(folder, &disk->carrier);
}

/* A card that nobody switched on cannot say whether it has a link. */
static const char *read_link(const char *folder)
{
	char state[SYSFS_TEXT];
	long long carrier = sysfs_number(folder, "carrier");

	if (carrier != -1)
		return carrier > 0 ? "up" : "down";
	return strcmp(sysfs_text(folder, "operstate", state), "down") == 0 ? "off" : "";
}

static void look_at_card(void *into, const char *folder, const char *name)
{
	struct hardware *hardware = into;
	char path[PATH_MAX];
	struct hardware_card *card;

	if (access(sysfs_path(folder, "device", path), F_OK) == -1)
		return; /* lo, bonds, VLANs */
	card = ONE_MORE(hardware, cards, card_count);
	if (card == NULL)
		return;
	sysfs_name(name, card->name);
	sysfs_text(folder, "address", card->mac);
	card->link = read_link(folder);
	card->speed = sysfs_number(folder, "speed");
	find_carrier(folder, &card->carrier);
}

void hardware_parts(const char *root, struct hardware *hardware)
{
	sysfs_each(root, "sys/class/tpm", versionsort, look_at_tpm, hardware);
	sysfs_each(root, "sys/class/watchdog", versionsort, look_at_watchdog, hardware);
	sysfs_each(root, "sys/block", versionsort, look_at_disk, hardware);
	sysfs_each(root, "sys/class/net", versionsort, look_at_card, hardware);
}
