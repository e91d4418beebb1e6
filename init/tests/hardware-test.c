/* SPDX-License-Identifier: MIT */
/* What `whit hardware` makes of a /sys and /proc: small ones, made here in a folder for each test. */

#include "device-class.h"
#include "hardware.h"
#include "test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[] = "/tmp/hardware-test.XXXXXX";
static struct hardware hardware;
static char printed[64 * 1024];

/* The tree */

static const char *in_root(const char *path, char full[PATH_MAX])
{
	snprintf(full, PATH_MAX, "%s/%s", root, path);
	return full;
}

/* Makes the folders above the path. */
static void make_folders(const char *path)
{
	char full[PATH_MAX];

	in_root(path, full);
	for (char *c = full + strlen(root) + 1; (c = strchr(c, '/')) != NULL; c++) {
		*c = '\0';
		mkdir(full, 0700);
		*c = '/';
	}
}

static void put_bytes(const char *path, const char *bytes, size_t length)
{
	char full[PATH_MAX];
	FILE *file;

	make_folders(path);
	file = fopen(in_root(path, full), "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static void put(const char *path, const char *text)
{
	put_bytes(path, text, strlen(text));
}

static void put_link(const char *path, const char *target)
{
	char full[PATH_MAX];

	make_folders(path);
	assert_int_equal(symlink(target, in_root(path, full)), 0);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

static int make_root(void **state)
{
	(void)state;
	memset(root + strlen(root) - 6, 'X',
	    6); /* mkdtemp() wants them, and the test before used them up */
	return mkdtemp(root) == NULL ? -1 : 0;
}

static int remove_root(void **state)
{
	(void)state;
	return nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* What is printed goes to a file meanwhile. */
static const char *print(bool json)
{
	FILE *file = tmpfile();
	int saved = dup(STDOUT_FILENO);
	size_t length;

	assert_non_null(file);
	assert_int_not_equal(saved, -1);
	fflush(stdout);
	dup2(fileno(file), STDOUT_FILENO);
	hardware_print(&hardware, json);
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	rewind(file);
	length = fread(printed, 1, sizeof(printed) - 1, file);
	printed[length] = '\0';
	fclose(file);
	return printed;
}

static void assert_prints(bool json, const char *text)
{
	if (strstr(print(json), text) == NULL)
		fail_msg("wanted: %s\nprinted: %s", text, printed);
}

#define PCI "sys/devices/pci0000:00/"
#define BUS "sys/bus/pci/devices/"

/* A device of PCI as sysfs has it: a folder in the tree of devices, and a link on the bus. */
static void put_pci(const char *address, const char *id, const char *class, const char *driver)
{
	char path[PATH_MAX];
	char value[PATH_MAX];

	snprintf(path, sizeof(path), PCI "%s/vendor", address);
	snprintf(value, sizeof(value), "0x%.4s\n", id);
	put(path, value);
	snprintf(path, sizeof(path), PCI "%s/device", address);
	snprintf(value, sizeof(value), "0x%s\n", id + 5);
	put(path, value);
	snprintf(path, sizeof(path), PCI "%s/class", address);
	snprintf(value, sizeof(value), "0x%s\n", class);
	put(path, value);
	snprintf(path, sizeof(path), PCI "%s/subsystem", address);
	put_link(path, "../../../bus/pci");
	snprintf(path, sizeof(path), PCI "%s/driver", address);
	snprintf(value, sizeof(value), "../../../bus/pci/drivers/%s", driver);
	if (driver[0] != '\0')
		put_link(path, value);
	snprintf(path, sizeof(path), BUS "%s", address);
	snprintf(value, sizeof(value), "../../../devices/pci0000:00/%s", address);
	put_link(path, value);
}

static const struct hardware_device *device_at(const char *address)
{
	for (unsigned i = 0; i < hardware.device_count; i++)
		if (strcmp(hardware.devices[i].address, address) == 0)
			return &hardware.devices[i];
	fail_msg("no device at %s", address);
	return NULL;
}

/* Tests */

static void an_empty_machine_is_reported(void **state)
{
	hardware_gather(root, &hardware);
	assert_string_equal(print(true),
	    "{\"machine\":{\"vendor\":null,\"product\":null,\"version\":null},"
	    "\"board\":{\"vendor\":null,\"product\":null},"
	    "\"firmware\":{\"type\":\"BIOS\",\"secure_boot\":null,\"vendor\":null,"
	    "\"version\":null,\"date\":null},"
	    "\"processor\":{\"model\":null,\"count\":null},\"memory_bytes\":null,"
	    "\"tpms\":[],\"watchdogs\":[],\"disks\":[],\"network\":[],"
	    "\"without_driver\":[],\"devices\":[],\"left_out\":0}\n");
	assert_string_equal(print(false),
	    "machine: unknown\nboard: unknown\nfirmware: BIOS\nprocessors: unknown\n"
	    "memory: unknown\nTPM: none\nwatchdog: none\nwithout a driver: none\n");
	(void)state;
}

static void the_machine_is_described(void **state)
{
	put("sys/class/dmi/id/sys_vendor", "QEMU\n");
	put("sys/class/dmi/id/product_name", "Standard PC  \n");
	put("sys/class/dmi/id/board_name", "A1\n");
	put("sys/class/dmi/id/bios_version", "1.16\n");
	put("proc/meminfo", "MemTotal:        2048 kB\nMemFree:   1 kB\n");
	put("proc/cpuinfo",
	    "processor\t: 0\nmodel name\t: CPU of ours\nflags\t: processor\n\n"
	    "processor\t: 1\nmodel name\t: CPU of ours\n");
	put("sys/class/tpm/tpm0/tpm_version_major", "2\n");
	put("sys/class/watchdog/watchdog0/identity", "Software Watchdog\n");
	put("sys/class/watchdog/watchdog0/state", "active\n");
	put("sys/class/watchdog/watchdog0/timeout", "30\n");
	hardware_gather(root, &hardware);
	assert_string_equal(print(false),
	    "machine: QEMU, Standard PC\nboard: A1\nfirmware: BIOS, 1.16\n"
	    "processors: 2, CPU of ours\nmemory: 2 MiB\nTPM: 2.0\n"
	    "watchdog: Software Watchdog, active, 30 s\nwithout a driver: none\n");
	assert_prints(true,
	    "\"memory_bytes\":2097152,\"tpms\":[{\"name\":\"tpm0\","
	    "\"version\":\"2.0\",\"driver\":null,\"bus\":null,\"address\":null}],"
	    "\"watchdogs\":[{\"name\":\"watchdog0\",\"identity\":"
	    "\"Software Watchdog\",\"state\":\"active\",\"timeout_seconds\":30}]");
	(void)state;
}

static void assert_secure_boot(enum hardware_secure_boot wanted)
{
	hardware_gather(root, &hardware);
	assert_true(hardware.uefi);
	assert_int_equal(hardware.secure_boot, wanted);
}

static void secure_boot_is_what_the_firmware_says(void **state)
{
	static const char variable[] =
	    "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
	static const char kernel[] = "sys/kernel/boot_params/data";
	char zero_page[4096] = "";

	put("sys/firmware/efi/fw_platform_size", "64\n");
	assert_secure_boot(SECURE_BOOT_UNKNOWN);
	put_bytes(kernel, zero_page, 0x1ec);
	assert_secure_boot(SECURE_BOOT_UNKNOWN);
	put_bytes(kernel, zero_page, sizeof(zero_page));
	assert_secure_boot(SECURE_BOOT_UNKNOWN);
	zero_page[0x1ec] = 2;
	put_bytes(kernel, zero_page, sizeof(zero_page));
	assert_secure_boot(SECURE_BOOT_OFF);
	zero_page[0x1ec] = 3;
	put_bytes(kernel, zero_page, sizeof(zero_page));
	assert_secure_boot(SECURE_BOOT_ON);
	assert_prints(false, "firmware: UEFI (Secure Boot is on)\n");
	put_bytes(variable, "\6\0\0", 3);
	assert_secure_boot(SECURE_BOOT_ON);
	put_bytes(variable, "\6\0\0\0\0", 5);
	assert_secure_boot(SECURE_BOOT_OFF);
	assert_prints(true, "\"type\":\"UEFI\",\"secure_boot\":false,");
	put_bytes(variable, "\6\0\0\0\1", 5);
	assert_secure_boot(SECURE_BOOT_ON);
	(void)state;
}

static void what_lacks_a_driver_is_news_but_for_bridges(void **state)
{
	put_pci("0000:00:1f.0", "8086:2918", "060100", "");
	put_pci("0000:00:02.0", "1234:1111", "030000", "");
	put_pci("0000:00:03.0", "8086:2415", "040100", "");
	put_pci("0000:00:04.0", "1af4:1000", "020000", "virtio-pci");
	put_pci("0000:00:05.0", "abcd:0001", "4a0000", "");
	hardware_gather(root, &hardware);
	assert_int_equal(hardware.device_count, 5);
	assert_string_equal(print(false) +
	        strlen("machine: unknown\nboard: unknown\n"
	               "firmware: BIOS\nprocessors: unknown\n"
	               "memory: unknown\nTPM: none\nwatchdog: none\n"),
	    "\n"
	    "WITHOUT A DRIVER  ID         CLASS\n"
	    "0000:00:03.0      8086:2415  audio device\n"
	    "0000:00:05.0      abcd:0001  unknown\n"
	    "\n"
	    "PCI           ID         DRIVER      CLASS\n"
	    "0000:00:02.0  1234:1111  -           VGA screen\n"
	    "0000:00:03.0  8086:2415  -           audio device\n"
	    "0000:00:04.0  1af4:1000  virtio-pci  Ethernet card\n"
	    "0000:00:05.0  abcd:0001  -           unknown\n"
	    "0000:00:1f.0  8086:2918  -           ISA bridge\n");
	assert_prints(true,
	    "\"without_driver\":[{\"bus\":\"pci\",\"address\":\"0000:00:03.0\",\"id\":"
	    "\"8086:2415\",\"class\":\"audio device\",\"class_code\":\"040100\","
	    "\"product\":null,\"driver\":null},{\"bus\":\"pci\",\"address\":\"0000:00:05.0\","
	    "\"id\":\"abcd:0001\",\"class\":\"unknown\",\"class_code\":\"4a0000\","
	    "\"product\":null,\"driver\":null}],\"devices\":[{");
	(void)state;
}

static void usb_devices_have_the_drivers_of_their_interfaces(void **state)
{
	put("sys/bus/usb/devices/1-2/idVendor", "0627\n");
	put("sys/bus/usb/devices/1-2/idProduct", "0001\n");
	put("sys/bus/usb/devices/1-2/manufacturer", "QEMU\n");
	put("sys/bus/usb/devices/1-2/product", "QEMU Tablet\n");
	put("sys/bus/usb/devices/1-2/1-2:1.0/bInterfaceClass", "03\n");
	put("sys/bus/usb/devices/1-2/1-2:1.1/bInterfaceClass", "08\n");
	put("sys/bus/usb/devices/1-2/1-2:1.2/bInterfaceClass", "03\n");
	put_link("sys/bus/usb/devices/1-2/1-2:1.0/driver", "../../drivers/usbhid");
	put_link("sys/bus/usb/devices/1-2/1-2:1.1/driver", "../../drivers/usb");
	put_link("sys/bus/usb/devices/1-2/1-2:1.2/driver", "../../drivers/usbhid");
	put_link("sys/bus/usb/devices/1-2:1.0", "1-2/1-2:1.0");
	put("sys/bus/usb/devices/1-10/1-10:1.0/bInterfaceClass", "01\n");
	hardware_gather(root, &hardware);
	assert_int_equal(hardware.device_count, 2);
	assert_string_equal(hardware.devices[0].address, "1-2");
	assert_string_equal(hardware.devices[0].id, "0627:0001");
	assert_string_equal(hardware.devices[0].driver, "usbhid,usb");
	assert_string_equal(hardware.devices[0].product, "QEMU QEMU Tablet");
	assert_string_equal(hardware.devices[0].class, "keyboard, mouse or the like");
	assert_false(hardware.devices[0].lacks_driver);
	assert_true(hardware.devices[1].lacks_driver);
	assert_prints(false, "1-10              -          audio device\n");
	(void)state;
}

static void virtual_buses_are_buses(void **state)
{
	static const char net[] = "f8615163-0000-1000-2000-00155d012345";

	put("sys/bus/virtio/devices/virtio10/vendor", "0x1af4\n");
	put("sys/bus/virtio/devices/virtio10/device", "0x0010\n");
	put("sys/bus/virtio/devices/virtio9/device", "0x0002\n");
	put("sys/bus/virtio/devices/virtio9/vendor", "0xa\303\266\n");
	put_link("sys/bus/virtio/devices/virtio9/driver", "../drivers/virtio_blk");
	put("sys/bus/vmbus/devices/f8615163-0000-1000-2000-00155d012345/class_id",
	    "{f8615163-df3e-46c5-913f-f2d2f965ed0e}\n");
	put("sys/bus/vmbus/devices/00000000-0000-1000-2000-000000000000/class_id",
	    "{276aacf4-ac15-426c-98dd-7521ad3f01fe}\n");
	hardware_gather(root, &hardware);
	assert_string_equal(hardware.devices[0].address, "virtio9");
	assert_false(hardware.devices[0].lacks_driver);
	assert_string_equal(hardware.devices[0].id, "");
	assert_string_equal(device_at("virtio10")->class, "display");
	assert_true(device_at("virtio10")->lacks_driver);
	assert_string_equal(device_at(net)->class, "network card");
	assert_string_equal(device_at(net)->code, "f8615163-df3e-46c5-913f-f2d2f965ed0e");
	assert_true(device_at(net)->lacks_driver);
	assert_false(device_at("00000000-0000-1000-2000-000000000000")->lacks_driver);
	(void)state;
}

static void disks_tell_what_they_hang_on(void **state)
{
	static const char scsi[] = PCI "0000:00:1f.2/ata1/host0/target0:0:0/0:0:0:0/";
	char path[PATH_MAX];

	put_pci("0000:00:1f.2", "8086:2922", "010601", "ahci");
	snprintf(path, sizeof(path), "%svendor", scsi);
	put(path, "ATA     \n");
	snprintf(path, sizeof(path), "%smodel", scsi);
	put(path, "QEMU HARDDISK   \n");
	snprintf(path, sizeof(path), "%sdriver", scsi);
	put_link(path, "../../../../../../../bus/scsi/drivers/sd");
	snprintf(path, sizeof(path), "%sblock/sda/size", scsi);
	put(path, "20971520\n");
	snprintf(path, sizeof(path), "%sblock/sda/queue/logical_block_size", scsi);
	put(path, "4096\n");
	snprintf(path, sizeof(path), "%sblock/sda/device", scsi);
	put_link(path, "../../../0:0:0:0");
	put_link("sys/block/sda",
	    "../devices/pci0000:00/0000:00:1f.2/ata1/host0/target0:0:0/0:0:0:0/"
	    "block/sda");
	put("sys/block/loop0/size", "8\n");
	put("sys/block/sdb/device/vendor", "Maker\n");
	put("sys/block/sdb/device/model", "Stick\n");
	put("sys/block/sdb/removable", "1\n");
	put("sys/block/sdb/size", "9223372036854775807\n");
	hardware_gather(root, &hardware);
	assert_int_equal(hardware.disk_count, 2);
	assert_prints(true,
	    "\"disks\":[{\"name\":\"sda\",\"size_bytes\":10737418240,"
	    "\"sector_bytes\":4096,\"model\":\"QEMU HARDDISK\",\"removable\":false,"
	    "\"driver\":\"ahci\",\"bus\":\"pci\",\"address\":\"0000:00:1f.2\"},"
	    "{\"name\":\"sdb\",\"size_bytes\":null,\"sector_bytes\":null,\"model\":"
	    "\"Maker Stick\",\"removable\":true,\"driver\":null,");
	assert_prints(false,
	    "\nDISK              SIZE  SECTOR  DRIVER           MODEL\n"
	    "sda           10.0 GiB    4096  ahci             QEMU HARDDISK\n"
	    "sdb                  -       -  -                Maker Stick "
	    "(removable)\n");
	(void)state;
}

static void a_stick_hangs_on_its_device_of_usb(void **state)
{
	put("sys/devices/usb2/2-1/2-1:1.0/host6/target/6:0:0:0/block/sdc/size", "16\n");
	put_link("sys/devices/usb2/2-1/2-1:1.0/driver", "../../../../bus/usb/drivers/usb-storage");
	put_link("sys/devices/usb2/2-1/2-1:1.0/subsystem", "../../../../bus/usb");
	put_link("sys/devices/usb2/2-1/2-1:1.0/host6/target/6:0:0:0/block/sdc/device",
	    "../../../6:0:0:0");
	put_link("sys/block/sdc", "../devices/usb2/2-1/2-1:1.0/host6/target/6:0:0:0/block/sdc");
	hardware_gather(root, &hardware);
	assert_prints(true,
	    "\"size_bytes\":8192,\"sector_bytes\":null,\"model\":null,"
	    "\"removable\":false,\"driver\":\"usb-storage\",\"bus\":\"usb\","
	    "\"address\":\"2-1\"}]");
	(void)state;
}

static void cards_tell_of_their_link(void **state)
{
	put_pci("0000:00:04.0", "8086:100e", "020000", "e1000");
	put_link("sys/class/net/eth0/device", "../../../devices/pci0000:00/0000:00:04.0");
	put("sys/class/net/eth0/address", "52:54:00:99:00:01\n");
	put("sys/class/net/eth0/carrier", "1\n");
	put("sys/class/net/eth0/speed", "1000\n");
	put_link("sys/class/net/eth1/device", "../../../devices/pci0000:00/0000:00:04.0");
	put("sys/class/net/eth1/carrier", "0\n");
	put("sys/class/net/eth1/speed", "-1\n");
	put_link("sys/class/net/eth2/device", "../../../devices/pci0000:00/0000:00:04.0");
	put("sys/class/net/eth2/operstate", "down\n");
	put("sys/class/net/lo/address", "00:00:00:00:00:00\n");
	hardware_gather(root, &hardware);
	assert_int_equal(hardware.card_count, 3);
	assert_prints(false,
	    "\nNETWORK     MAC                LINK  MBIT/S  DRIVER           ADDRESS\n"
	    "eth0        52:54:00:99:00:01  up      1000  e1000            0000:00:04.0\n"
	    "eth1        -                  down       -  e1000            0000:00:04.0\n"
	    "eth2        -                  off        -  e1000            0000:00:04.0\n");
	assert_prints(true,
	    "\"network\":[{\"name\":\"eth0\",\"mac\":\"52:54:00:99:00:01\","
	    "\"link\":\"up\",\"speed_mbit\":1000,\"driver\":\"e1000\","
	    "\"bus\":\"pci\",\"address\":\"0000:00:04.0\"},");
	(void)state;
}

static void no_byte_of_a_device_reaches_the_terminal_unasked(void **state)
{
	put("sys/class/dmi/id/sys_vendor", "a\"b\\c\033[2J\177\302\233\377\tf\n");
	put("sys/class/dmi/id/product_name", "Gr\303\266\303\237e\n");
	put_bytes("sys/class/dmi/id/board_name", "cut\0off", 7);
	hardware_gather(root, &hardware);
	assert_prints(true, "\"board\":{\"vendor\":null,\"product\":\"cut\"}");
	assert_prints(true,
	    "\"vendor\":\"a\\\"b\\\\c?[2J???? f\",\"product\":\"Gr\303\266\303\237e\"");
	assert_prints(false, "machine: a\"b\\c?[2J???? f, Gr\303\266\303\237e\nboard: cut\n");
	strcpy(hardware.version, "\033\302\233\377\t\\\"\302"); /* json.h by itself */
	assert_prints(true, "\"version\":\"???\\t\\\\\\\"?\"}");
	(void)state;
}

static void long_texts_are_cut_and_huge_files_left_alone(void **state)
{
	static char text[10000];

	memset(text, 'x', sizeof(text));
	put_bytes("sys/class/dmi/id/sys_vendor", text, sizeof(text));
	put_bytes("sys/class/dmi/id/product_name", text, 4096);
	for (size_t i = 1; i < sizeof(text); i++)
		text[i] = i % 2 == 1 ? '\303' : '\266'; /* a letter lies across the cut */
	put_bytes("sys/class/dmi/id/board_name", text, 4095);
	put_bytes("sys/bus/usb/devices/1-1/product", text, 201);
	put_bytes("proc/meminfo", text, sizeof(text));
	put_bytes("proc/cpuinfo", text, sizeof(text));
	hardware_gather(root, &hardware);
	assert_string_equal(hardware.vendor, "");
	assert_int_equal(strlen(hardware.product), SYSFS_TEXT - 1);
	assert_int_equal(strlen(hardware.board), SYSFS_TEXT - 1);
	assert_int_equal(hardware.memory, -1);
	assert_int_equal(hardware.processors, -1);
	for (const char *line = strstr(print(false), "\nUSB") + 1; *line != '\0';) {
		size_t letters = 0;

		for (; *line != '\n'; line++)
			letters += (*line & 0xc0) != 0x80;
		line++;
		assert_true(letters <= 80);
	}
	(void)state;
}

static void what_is_too_much_is_counted(void **state)
{
	char path[PATH_MAX];

	for (unsigned i = 0; i < HARDWARE_DEVICES + 3; i++) {
		snprintf(path, sizeof(path), BUS "0000:%02x:%02x.0/class", i / 32, i % 32);
		put(path, "0x060400\n");
	}
	hardware_gather(root, &hardware);
	assert_int_equal(hardware.device_count, HARDWARE_DEVICES);
	assert_int_equal(hardware.left_out, 3);
	assert_prints(false, "\n3 more are left out\n");
	(void)state;
}

static void the_longest_code_names_the_class(void **state)
{
	const struct device_class *class = device_class_find(device_class_pci, "010802");

	assert_string_equal(class->words, "NVMe controller");
	class = device_class_find(device_class_pci, "018000");
	assert_string_equal(class->words, "storage controller");
	class = device_class_find(device_class_pci, "0");
	assert_string_equal(class->words, "unknown");
	class = device_class_find(device_class_pci, "");
	assert_string_equal(class->words, "unknown");
	assert_false(class->driverless);
	(void)state;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_root, remove_root)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_empty_machine_is_reported),
		TEST(the_machine_is_described),
		TEST(secure_boot_is_what_the_firmware_says),
		TEST(what_lacks_a_driver_is_news_but_for_bridges),
		TEST(usb_devices_have_the_drivers_of_their_interfaces),
		TEST(virtual_buses_are_buses),
		TEST(disks_tell_what_they_hang_on),
		TEST(a_stick_hangs_on_its_device_of_usb),
		TEST(cards_tell_of_their_link),
		TEST(no_byte_of_a_device_reaches_the_terminal_unasked),
		TEST(long_texts_are_cut_and_huge_files_left_alone),
		TEST(what_is_too_much_is_counted),
		cmocka_unit_test(the_longest_code_names_the_class),
	};

	return cmocka_run_group_tests_name("hardware", tests, NULL, NULL);
}
