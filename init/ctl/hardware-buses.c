/* SPDX-License-Identifier: MIT */
#include "hardware.h"

#include "device-class.h"

#include <stdio.h>
#include <string.h>

enum { DIGITS_MAX = 8 };

static struct hardware_device *add_device(struct hardware *hardware, const char *bus,
    const char *name)
{
	struct hardware_device *device;

	if (hardware->device_count == HARDWARE_DEVICES) {
		hardware->left_out++;
		return NULL;
	}
	device = &hardware->devices[hardware->device_count++];
	device->bus = bus;
	sysfs_name(name, device->address);
	return device;
}

static void set_class(struct hardware_device *device, const struct device_class *table)
{
	const struct device_class *class = device_class_find(table, device->code);

	device->class = class->words;
	device->lacks_driver = device->driver[0] == '\0' && !class->driverless;
}

/* A hexadecimal number as sysfs has it, without its 0x. Returns value. */
static const char *read_digits(const char *folder, const char *file, char value[SYSFS_TEXT])
{
	size_t skip;

	sysfs_text(folder, file, value);
	skip = strncmp(value, "0x", 2) == 0 ? 2 : 0;
	memmove(value, value + skip, strlen(value + skip) + 1);
	if (value[strspn(value, "0123456789abcdef")] != '\0' || strlen(value) > DIGITS_MAX)
		value[0] = '\0';
	return value;
}

static void read_id(const char *folder, const char *vendor_file, const char *device_file,
    char id[SYSFS_TEXT])
{
	char vendor[SYSFS_TEXT];
	char device[SYSFS_TEXT];

	read_digits(folder, vendor_file, vendor);
	read_digits(folder, device_file, device);
	if (vendor[0] != '\0' && device[0] != '\0')
		snprintf(id, SYSFS_TEXT, "%.*s:%.*s", DIGITS_MAX, vendor, DIGITS_MAX, device);
}

static void look_at_pci(void *into, const char *folder, const char *name)
{
	struct hardware_device *device = add_device(into, "pci", name);

	if (device == NULL)
		return;
	read_id(folder, "vendor", "device", device->id);
	read_digits(folder, "class", device->code);
	sysfs_link(folder, "driver", device->driver);
	set_class(device, device_class_pci);
}

static void look_at_virtio(void *into, const char *folder, const char *name)
{
	struct hardware_device *device = add_device(into, "virtio", name);

	if (device == NULL)
		return;
	read_id(folder, "vendor", "device", device->id);
	read_digits(folder, "device", device->code);
	sysfs_link(folder, "driver", device->driver);
	set_class(device, device_class_virtio);
}

/* Is it one of the names that commas part? */
static bool is_listed(const char *list, const char *name)
{
	size_t length = strlen(name);

	for (; *list != '\0'; list += strspn(list, ",")) {
		size_t part = strcspn(list, ",");

		if (part == length && memcmp(list, name, length) == 0)
			return true;
		list += part;
	}
	return false;
}

/* An interface of a USB device: a folder in the device's own, like 1-2:1.0. */
static void look_at_interface(void *into, const char *folder, const char *name)
{
	struct hardware_device *device = into;
	char driver[SYSFS_TEXT];
	char before[SYSFS_TEXT];

	if (strchr(name, ':') == NULL)
		return;
	if (device->code[0] == '\0')
		read_digits(folder, "bInterfaceClass", device->code);
	sysfs_link(folder, "driver", driver);
	if (driver[0] == '\0' || is_listed(device->driver, driver))
		return;
	memcpy(before, device->driver, sizeof(before));
	if ((size_t)snprintf(device->driver, SYSFS_TEXT, "%s%s%s", before,
	        before[0] == '\0' ? "" : ",", driver) >= SYSFS_TEXT)
		memcpy(device->driver, before, sizeof(before));
}

static void look_at_usb(void *into, const char *folder, const char *name)
{
	struct hardware_device *device;
	char maker[SYSFS_TEXT];
	char product[SYSFS_TEXT];

	if (strchr(name, ':') != NULL)
		return; /* interfaces are on the same bus */
	device = add_device(into, "usb", name);
	if (device == NULL)
		return;
	read_id(folder, "idVendor", "idProduct", device->id);
	sysfs_text(folder, "manufacturer", maker);
	sysfs_text(folder, "product", product);
	sysfs_join(maker, product, device->product);
	sysfs_each(folder, ".", alphasort, look_at_interface, device);
	set_class(device, device_class_usb);
}

/* The GUID of a device's class, {f8615163-...}. */
static void look_at_vmbus(void *into, const char *folder, const char *name)
{
	struct hardware_device *device = add_device(into, "vmbus", name);
	char guid[SYSFS_TEXT];

	if (device == NULL)
		return;
	sysfs_text(folder, "class_id", guid);
	snprintf(device->code, SYSFS_TEXT, "%.*s", (int)strcspn(guid + (guid[0] == '{'), "}"),
	    guid + (guid[0] == '{'));
	sysfs_link(folder, "driver", device->driver);
	set_class(device, device_class_vmbus);
}

void hardware_buses(const char *root, struct hardware *hardware)
{
	sysfs_each(root, "sys/bus/pci/devices", alphasort, look_at_pci, hardware);
	sysfs_each(root, "sys/bus/usb/devices", versionsort, look_at_usb, hardware);
	sysfs_each(root, "sys/bus/virtio/devices", versionsort, look_at_virtio, hardware);
	sysfs_each(root, "sys/bus/vmbus/devices", alphasort, look_at_vmbus, hardware);
}
