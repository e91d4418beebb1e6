/* SPDX-License-Identifier: MIT */
/*
 * device-class [pure] - the kinds of devices that buses tell apart, in words.
 */
#ifndef WHIT_DEVICE_CLASS_H
#define WHIT_DEVICE_CLASS_H

#include <stdbool.h>

struct device_class {
	const char *code; /* as hexadecimal digits, or the first ones of it */
	const char *words;
	bool driverless; /* that it has no driver is no news: none exists, or a server wants none */
};

extern const struct device_class device_class_pci[];    /* class, subclass */
extern const struct device_class device_class_usb[];    /* bInterfaceClass */
extern const struct device_class device_class_virtio[]; /* device ID */
extern const struct device_class device_class_vmbus[];  /* GUID of the class */

/* The row of the table with the longest code that the device's one begins with, or one that says
 * "unknown". */
const struct device_class *device_class_find(const struct device_class *table, const char *code);

#endif
