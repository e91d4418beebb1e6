/* SPDX-License-Identifier: MIT */
/*
 * hardware - `whit hardware`: what the machine is made of, and which driver has each part, as /sys
 * and /proc tell any user.
 */
#ifndef WHIT_HARDWARE_H
#define WHIT_HARDWARE_H

#include "sysfs.h"

#include <stdbool.h>

enum {
	HARDWARE_DEVICES = 512,
	HARDWARE_PARTS = 128, /* disks, network cards */
	HARDWARE_FEW = 8,     /* TPMs, watchdogs */
};

/* Texts that are not known are "", numbers that are not known -1. */

struct hardware_device {
	const char *bus;          /* "pci", "usb", "virtio", "vmbus" */
	char address[SYSFS_TEXT]; /* its name on the bus */
	char id[SYSFS_TEXT];      /* VENDOR:DEVICE; of vmbus "" */
	char code[SYSFS_TEXT];    /* of its class, as the bus tells it */
	char product[SYSFS_TEXT];
	char driver[SYSFS_TEXT]; /* of usb those of its interfaces */
	const char *class;       /* the class in words */
	bool lacks_driver;       /* has none, and that is news */
};

/* What a disk, card, TPM or watchdog hangs on: the nearest device with a driver of a bus. */
struct hardware_carrier {
	char driver[SYSFS_TEXT];
	char bus[SYSFS_TEXT];
	char address[SYSFS_TEXT];
};

struct hardware_disk {
	char name[SYSFS_TEXT];
	char model[SYSFS_TEXT];
	long long bytes;
	long long sector; /* bytes of a logical one */
	bool removable;
	struct hardware_carrier carrier;
};

struct hardware_card {
	char name[SYSFS_TEXT];
	char mac[SYSFS_TEXT];
	const char *link; /* "up", "down", "off" (nobody switched the card on) */
	long long speed;  /* Mbit/s */
	struct hardware_carrier carrier;
};

struct hardware_tpm {
	char name[SYSFS_TEXT];
	const char *version;
	struct hardware_carrier carrier;
};

struct hardware_watchdog {
	char name[SYSFS_TEXT];
	char identity[SYSFS_TEXT];
	char state[SYSFS_TEXT];
	long long timeout; /* s */
};

enum hardware_secure_boot { SECURE_BOOT_UNKNOWN, SECURE_BOOT_OFF, SECURE_BOOT_ON };

struct hardware {
	char vendor[SYSFS_TEXT];
	char product[SYSFS_TEXT];
	char version[SYSFS_TEXT];
	char board_vendor[SYSFS_TEXT];
	char board[SYSFS_TEXT];
	bool uefi;
	enum hardware_secure_boot secure_boot;
	char firmware_vendor[SYSFS_TEXT];
	char firmware_version[SYSFS_TEXT];
	char firmware_date[SYSFS_TEXT];
	char processor[SYSFS_TEXT];
	long long processors; /* in use */
	long long memory;     /* bytes, without what the kernel took for itself */
	struct hardware_tpm tpms[HARDWARE_FEW];
	struct hardware_watchdog watchdogs[HARDWARE_FEW];
	struct hardware_disk disks[HARDWARE_PARTS];
	struct hardware_card cards[HARDWARE_PARTS];
	struct hardware_device devices[HARDWARE_DEVICES];
	unsigned tpm_count;
	unsigned watchdog_count;
	unsigned disk_count;
	unsigned card_count;
	unsigned device_count;
	unsigned left_out; /* did not fit into these tables */
};

/* Fills all of it from ROOT/sys and ROOT/proc; root is "" but for tests. */
void hardware_gather(const char *root, struct hardware *hardware);

/* Parts of that: disks, cards, TPMs, watchdogs (hardware-parts.c), and the devices of all buses
 * (hardware-buses.c). */
void hardware_parts(const char *root, struct hardware *hardware);
void hardware_buses(const char *root, struct hardware *hardware);

/* Prints it (show-hardware.c). */
void hardware_print(const struct hardware *hardware, bool json);

/* Does both; returns an exit code of lib/proto.h. */
int hardware_show(bool json);

#endif
