#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# Each kind of network card and of disk once, under each firmware that can start from it; little and much memory, many processors, no
# screen, no serial port, an absurd clock, no card, no PCI: dns answers, and the disk is /data. A card that UEFI starts from has a driver
# of the firmware on it before it has Linux's; the disks that UEFI cannot start from are in those machines.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
need_lab

image=$(image_of "$tests/sites/dns" PLATFORM=universal PROFILE=debug FORMATS="pxe disk" DISK_SIZE=1G)

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

# 2. Disks: one and the same, from bus to bus. Where UEFI has no driver for a card, it stands by in one of these machines.
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
it_is_data() { ok "$1: it is /data" machine_run 'grep -q " /data ext4" /proc/mounts'; }
cp --sparse=always "$image/whit.raw" "$work/disk"
for words in ahci:bios ahci:uefi:tulip nvme:bios nvme:uefi:usb-net usb:bios usb:uefi virtio-scsi:bios virtio-scsi:uefi ide:bios ide:uefi \
	pvscsi:bios megasas:bios sdhci:bios; do
	IFS=: read -r bus firmware machine_card <<-END
		$words:virtio-net-pci
	END
	machine_card=${machine_card%:*} machine_type=q35
	case $words in
	ide:*) machine_type=pc ;; # which has nothing else
	*:usb-net) machine_type="q35 -device qemu-xhci" ;;
	esac
	machine_boot="$($firmware) $(disk_on "$bus")"
	answers "disk on $bus, $firmware, card $machine_card"
	it_is_data "disk on $bus, $firmware"
	machine_stop || true
done
machine_type=q35

# The network, by iPXE's driver for the card (QEMU has its ROM), and /data on a disk that UEFI has no driver for.
mkdir "$work/files"
cp "$image"/whit.* "$work/files/"
printf '%s\n' '#!ipxe' 'set words ${words} whit.data=any' >"$work/files/whit-01-52-54-00-99-00-01.ipxe"
lab_dhcp_stop
lab_dhcp_start --enable-tftp --tftp-root="$work/files" --dhcp-match=set:ipxe,175 --dhcp-boot=tag:ipxe,whit.ipxe
started=0
for pair in e1000:pvscsi e1000e:megasas rtl8139:sdhci vmxnet3:pvscsi; do
	machine_card=${pair%:*} bus=${pair#*:} started=$((started + 1))
	machine_boot="$(uefi) -boot n $(disk_on "$bus" | sed 's/,bootindex=1//')"
	answers "UEFI starts from card $machine_card, disk on $bus"
	is "UEFI starts from card $machine_card: all came by its ROM" "$(grep -c 'sent .*/whit.initrd to' "$evidence/dhcp.log")" $started
	it_is_data "UEFI starts from card $machine_card, disk on $bus"
	machine_stop || true
done
lab_dhcp_stop
lab_dhcp_start
machine_card=virtio-net-pci machine_boot=''

# 3. Odd machines, from the disk through GRUB where that has a part in it.
machine_memory=16384 machine_cpus=8
answers "16 GiB of memory, 8 processors"
machine_kill
machine_memory=512 machine_cpus=1

# odd NAME FIRMWARE [QEMU OPTIONS...]
odd() {
	name=$1 machine_boot="$($2) $(as_disk "$work/disk")"
	shift 2
	answers "$name" "$@"
	machine_kill
}
machine_memory=64
odd "BIOS, 64 MiB of memory" bios
machine_memory=512
odd "BIOS, no screen, a clock of 1970" bios -vga none -rtc base=1970-06-01T00:00:00
machine_serial=no
odd "UEFI, no serial port, a clock of 1970" uefi -rtc base=1970-06-01T00:00:00
odd "BIOS, no serial port, a clock of 2099" bios -rtc base=2099-06-01T00:00:00
machine_serial=yes
odd "UEFI, no screen, a clock of 2099" uefi -vga none -rtc base=2099-06-01T00:00:00
machine_serial=no
odd "BIOS, neither screen nor serial port" bios -vga none
machine_memory=256
odd "UEFI, neither screen nor serial port, 256 MiB of memory" uefi -vga none
machine_memory=512 machine_serial=yes machine_boot=''

machine_type=microvm,acpi=off machine_card=virtio-net-device
answers "-M microvm"
machine_kill
machine_type=q35 machine_card=none
machine_start "$image"
ok "no card: ready all the same" machine_ready 60
machine_kill
done_testing
