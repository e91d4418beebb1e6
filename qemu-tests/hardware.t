#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# Each kind of network card and of disk once, under each firmware that can start from it; little and much memory, many processors, no
# screen, no serial port, an absurd clock, no card, no PCI: dns answers, and the disk is /data.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
need_lab

image=$(image_of "$tests/sites/dns" PLATFORM=universal PROFILE=debug FORMATS="kernel disk" DISK_SIZE=1G)

# answers NAME [QEMU OPTIONS...]: it starts, and dns answers.
answers() {
	name=$1
	shift
	machine_start "$image" "$@"
	wait_for 'dns_answers || ! machine_is_running' 180 || true
	ok "$name: dns answers" dns_answers
}

# 1. Cards.
for card in e1000 e1000e rtl8139 vmxnet3 tulip usb-net; do
	machine_card=$card machine_type=q35
	[ $card != usb-net ] || machine_type="q35 -device qemu-xhci"
	answers "card $card"
	machine_kill
done
machine_card=virtio-net-pci machine_type=q35

# 2. Disks: one and the same, from bus to bus.
disk_on() {
	drive="-drive if=none,id=disk,format=raw,file=$work/disk"
	case $1 in
	ahci | ide) echo "$drive -device ide-hd,drive=disk,bus=ide.0,bootindex=1" ;;
	nvme) echo "$drive -device nvme,drive=disk,serial=whit,bootindex=1" ;;
	usb) echo "$drive -device qemu-xhci -device usb-storage,drive=disk,bootindex=1" ;;
	sdhci) echo "$drive -device sdhci-pci -device sd-card,drive=disk" ;;
	virtio-scsi) echo "$drive -device virtio-scsi-pci,id=scsi -device scsi-hd,drive=disk,bus=scsi.0,bootindex=1" ;;
	*) echo "$drive -device $1,id=scsi -device scsi-hd,drive=disk,bus=scsi.0,bootindex=1" ;;
	esac
}
cp --sparse=always "$image/whit.raw" "$work/disk"
for pair in ahci:bios ahci:uefi nvme:bios nvme:uefi usb:bios usb:uefi virtio-scsi:bios virtio-scsi:uefi ide:bios ide:uefi pvscsi:bios \
	megasas:bios sdhci:bios; do
	bus=${pair%:*} firmware=${pair#*:} machine_type=q35
	[ "$bus" != ide ] || machine_type=pc
	machine_boot="$($firmware) $(disk_on "$bus")"
	answers "disk on $bus, $firmware"
	ok "disk on $bus, $firmware: it is /data" machine_run 'grep -q " /data ext4" /proc/mounts'
	machine_stop || true
done
machine_boot='' machine_type=q35

# 3. Odd machines.
for machine_memory in 64 16384; do
	answers "$machine_memory MiB of memory"
	machine_kill
done
machine_memory=512
machine_cpus=8
answers "8 processors"
machine_kill
machine_cpus=1
answers "no screen" -vga none
machine_kill
machine_serial=no
answers "no serial port"
machine_kill
machine_serial=yes
for year in 1970 2099; do
	answers "a clock of $year" -rtc base=$year-06-01T00:00:00
	machine_kill
done
machine_type=pc
answers "-M pc"
machine_kill
machine_type=microvm,acpi=off machine_card=virtio-net-device
answers "-M microvm"
machine_kill
machine_type=q35 machine_card=none
machine_start "$image"
ok "no card: ready all the same" machine_ready 60
machine_kill
done_testing
