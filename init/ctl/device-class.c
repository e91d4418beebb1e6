/* SPDX-License-Identifier: MIT */
#include "device-class.h"

#include <string.h>

/* PCI Code and ID Assignment Specification: two digits are a base class, four a subclass too. */
const struct device_class device_class_pci[] = {
	{ "00", "device of no class", false },
	{ "0001", "VGA screen", true },
	{ "01", "storage controller", false },
	{ "0100", "SCSI controller", false },
	{ "0101", "IDE controller", false },
	{ "0102", "floppy controller", true },
	{ "0104", "RAID controller", false },
	{ "0105", "ATA controller", false },
	{ "0106", "SATA controller", false },
	{ "0107", "SAS controller", false },
	{ "0108", "NVMe controller", false },
	{ "02", "network card", false },
	{ "0200", "Ethernet card", false },
	{ "0207", "InfiniBand card", false },
	{ "03", "display", false },
	{ "0300", "VGA screen", true }, /* text as the firmware set it up: nobody binds to it */
	{ "0302", "3D accelerator", false },
	{ "04", "multimedia device", false },
	{ "0400", "video device", false },
	{ "0401", "audio device", false },
	{ "0403", "audio device", false },
	{ "05", "memory", true },
	{ "06", "bridge", true },
	{ "0600", "host bridge", true },
	{ "0601", "ISA bridge", true },
	{ "0604", "PCI bridge", true },
	{ "07", "communication device", false },
	{ "0700", "serial port", false },
	{ "0701", "parallel port", true },
	{ "0703", "modem", false },
	{ "08", "system peripheral", true },
	{ "0800", "interrupt controller", true },
	{ "0801", "DMA controller", true },
	{ "0802", "timer", true },
	{ "0803", "clock", true },
	{ "0805", "SD card reader", false },
	{ "0806", "IOMMU", true },
	{ "09", "input device", false },
	{ "0a", "docking station", true },
	{ "0b", "processor", false },
	{ "0c", "serial bus controller", false },
	{ "0c00", "FireWire controller", false },
	{ "0c03", "USB controller", false },
	{ "0c04", "Fibre Channel card", false },
	{ "0c05", "SMBus", true }, /* sensors and memory modules */
	{ "0c06", "InfiniBand card", false },
	{ "0c07", "IPMI interface", false },
	{ "0d", "radio", false },
	{ "0d11", "Bluetooth radio", false },
	{ "0d80", "WLAN card", false },
	{ "0e", "I2O controller", false },
	{ "0f", "satellite receiver", false },
	{ "10", "encryption device", false },
	{ "11", "signal processor", false },
	{ "12", "accelerator", false },
	{ "13", "instrumentation", true },
	{ "ff", "device of no class", false },
	{ NULL, "unknown", false },
};

/* https://www.usb.org/defined-class-codes */
const struct device_class device_class_usb[] = {
	{ "01", "audio device", false },
	{ "02", "network card or modem", false },
	{ "03", "keyboard, mouse or the like", false },
	{ "05", "physical feedback", false },
	{ "06", "camera", false },
	{ "07", "printer", false },
	{ "08", "storage", false },
	{ "09", "hub", false },
	{ "0a", "network card or modem", false },
	{ "0b", "smart card reader", false },
	{ "0e", "video device", false },
	{ "10", "audio and video device", false },
	{ "dc", "diagnostic device", false },
	{ "e0", "radio", false },
	{ "fe", "device of a special class", false },
	{ "ff", "device of the maker's own class", false },
	{ NULL, "unknown", false },
};

/* Virtual I/O Device (VIRTIO) 1.2, chapter 5 */
const struct device_class device_class_virtio[] = {
	{ "0001", "network card", false },
	{ "0002", "disk", false },
	{ "0003", "console", false },
	{ "0004", "random numbers", false },
	{ "0005", "memory balloon", false },
	{ "0008", "SCSI controller", false },
	{ "0009", "folder of the host (9P)", false },
	{ "0010", "display", false },
	{ "0011", "clock", false },
	{ "0012", "input device", false },
	{ "0013", "socket to the host", false },
	{ "0014", "encryption device", false },
	{ "0016", "crash store", false },
	{ "0017", "IOMMU", false },
	{ "0018", "memory", false },
	{ "0019", "audio device", false },
	{ "001a", "folder of the host (virtiofs)", false },
	{ "001b", "persistent memory", false },
	{ "0023", "watchdog", false },
	{ NULL, "unknown", false },
};

/* Linux, include/linux/hyperv.h; the first of a GUID's groups of digits tells them apart. */
const struct device_class device_class_vmbus[] = {
	{ "0e0b6031", "shut-down", false },
	{ "276aacf4", "remote desktop", true },
	{ "2f9bcc4a", "Fibre Channel card", false },
	{ "32412632", "IDE controller", false },
	{ "3375baf4", "remote desktop", true },
	{ "34d14be3", "file copy", true },
	{ "35fa2e29", "backup", false },
	{ "44c4f61d", "PCI devices passed through", false },
	{ "525074dc", "dynamic memory", false },
	{ "57164f39", "heart beat", false },
	{ "8c2eaf3d", "RDMA", false },
	{ "9527e630", "time", false },
	{ "a9a0f4e7", "key-value pairs", false },
	{ "ba6163d9", "SCSI controller", false },
	{ "cfa8b69e", "mouse", true },
	{ "da0a7802", "screen", false },
	{ "f8615163", "network card", false },
	{ "f8e65716", "activation", true },
	{ "f912ad6d", "keyboard", false },
	{ NULL, "unknown", false },
};

const struct device_class *device_class_find(const struct device_class *table, const char *code)
{
	const struct device_class *found = NULL;
	size_t longest = 0;

	for (; table->code != NULL; table++) {
		size_t length = strlen(table->code);

		if (length > longest && strncmp(table->code, code, length) == 0) {
			found = table;
			longest = length;
		}
	}
	return found == NULL ? table : found;
}
