# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154 # used by, and set in, those who source this
# Machines that boot from a medium, by their own firmware. Sourced after machine.sh; each prints options for $machine_boot.

# bios: SeaBIOS, which QEMU has itself.
bios() { :; }

# uefi: OVMF, with variables of its own.
uefi() {
	cp /usr/share/OVMF/OVMF_VARS_4M.fd "$work/variables.fd"
	echo "-drive if=pflash,unit=0,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd
		-drive if=pflash,unit=1,format=raw,file=$work/variables.fd"
}

# uefi_secure: OVMF with Secure Boot on, and Debian's test key as the owner's. For machine_type=q35,smm=on.
uefi_secure() {
	cp /usr/share/OVMF/OVMF_VARS_4M.snakeoil.fd "$work/variables.fd"
	echo "-global driver=cfi.pflash01,property=secure,value=on
		-drive if=pflash,unit=0,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.secboot.fd
		-drive if=pflash,unit=1,format=raw,file=$work/variables.fd"
}

# as_cd FILE, as_stick FILE, as_disk FILE [FORMAT]
as_cd() { echo "-drive if=none,id=cd,format=raw,readonly=on,file=$1 -device ide-cd,bus=ide.0,drive=cd,bootindex=1"; }
as_stick() {
	echo "-drive if=none,id=stick,format=raw,file=$1 -device qemu-xhci -device usb-storage,drive=stick,bootindex=1"
}
as_disk() { echo "-drive if=none,id=disk,format=${2-raw},file=$1 -device virtio-blk-pci,drive=disk,bootindex=1"; }
