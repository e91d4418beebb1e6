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

# serial_console: for a program whose command line is fixed: systemd's stub takes one more word of the firmware, signed or not.
serial_console() { echo "-smbios type=11,value=io.systemd.stub.kernel-cmdline-extra=console=ttyS0"; }

# as_cd FILE, as_stick FILE, as_disk FILE [FORMAT]
as_cd() { echo "-drive if=none,id=cd,format=raw,readonly=on,file=$1 -device ide-cd,bus=ide.0,drive=cd,bootindex=1"; }
as_stick() {
	echo "-drive if=none,id=stick,format=raw,file=$1 -device qemu-xhci -device usb-storage,drive=stick,bootindex=1"
}
as_disk() { echo "-drive if=none,id=disk,format=${2-raw},file=$1 -device virtio-blk-pci,drive=disk,bootindex=1"; }

# make_installer IMAGE FOLDER: kernel and initrd of an image of format pxe, as one that installs, for machines that are given both.
make_installer() {
	mkdir -p "$2"
	cp "$1/whit.vmlinuz" "$2/"
	cat "$1/whit.initrd" "$1/whit.install.initrd" >"$2/whit.initrd"
}

# complaints FILE: what is wrong with a disk that should be a machine's own (docs/disk.md); nothing when all is well.
complaints() {
	sfdisk --verify "$1" 2>&1 | grep -q '^No errors' || echo "its partition table has errors"
	! sfdisk -l "$1" 2>&1 | grep mismatch
	sfdisk --json "$1" >"$work/table" 2>/dev/null || echo "it has no partition table"
	[ "$(jq -r '.partitiontable | .id, .partitions[].uuid' "$work/table" | grep -ivc '^57686974' || true)" = 6 ] || echo "it has GUIDs of the image"
	filesystem="$1?offset=$(jq '.partitiontable | .partitions[4].start * .sectorsize' "$work/table")"
	e2fsck -fn "$filesystem" >"$work/e2fsck" 2>&1 || echo "/data has errors: $(tail -n 3 "$work/e2fsck")"
	dumpe2fs -h "$filesystem" >"$work/superblock" 2>/dev/null
	! has "$work/superblock" '^Filesystem UUID: *57686974' || echo "/data has the image's UUID"
	[ "$(awk '/^Block count:/ { printf "%.0f", $3 * 4096 }' "$work/superblock")" = "$(jq '.partitiontable | .partitions[4].size * .sectorsize' "$work/table")" ] ||
		echo "/data is not as large as its partition"
}

# data_is_on_disk: says what looked after it when it is not. Of a debug image.
data_is_on_disk() { machine_run 'grep -q " /data ext4" /proc/mounts' || { machine_run whit logs data >&2 && return 1; }; }
