#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The installer, told by the kernel's words where to: onto disks that are blank, on others only when they are named and may be
# overwritten, and never onto what is too small or with what did not arrive whole. What it has installed starts and is the machine's own.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
need_lab
export PATH="$PATH:/sbin:/usr/sbin"

image=$(image_of "$tests/sites/dns" PROFILE=debug FORMATS=pxe)
make_installer "$image" "$work/installer"

# blank DISK SIZE: a new disk.
blank() { rm -f "$work/$1" && truncate -s "$2" "$work/$1"; }

# also DISK [DEVICE-OPTIONS]: QEMU options of a disk.
also() { echo "-drive if=none,id=$1,format=raw,file=$work/$1 -device ${2-virtio-blk-pci},drive=$1"; }

# installs WORDS QEMU-OPTIONS...: runs the installer until the machine starts again by itself, or says why not.
installs() {
	machine_boot='' machine_append=$1
	shift
	# shellcheck disable=SC2048,SC2086 # words
	machine_start "$work/installer" $*
	machine_says 'Whit is installed|Whit is not installed' 120 || true
	! has "$(machine_console)" 'Whit is installed on' || ! machine_ended 30 || return 0
	machine_kill
	return 1
}

# refuses PATTERN WORDS QEMU-OPTIONS...: it does not install, and says why.
refuses() {
	pattern=$1
	shift
	! installs "$@" || return
	has "$(machine_console)" "Whit is not installed: .*$pattern"
}

# boots NAME FIRMWARE QEMU-OPTIONS: what is installed, until dns answers, with /data on the disk.
boots() {
	machine_boot="$($2) $3" machine_append=
	machine_start "$image"
	wait_for 'dns_answers || ! machine_is_running' 180 || true
	ok "$1: dns answers" dns_answers
	ok "$1: /data is on the disk" data_is_on_disk
}
keep_note() { machine_run "echo $1 >/data/system/note && sync"; }
note_kept() { machine_run 'cat /data/system/note 2>/dev/null' || true; }
stop() { ok "$1: the power button ends it" machine_stop; }

sum() { sha256sum "$work/$1" | cut -d' ' -f1; }

blank disk 3G
ok "a blank disk: installed" installs whit.install=auto "-drive if=none,id=disk,format=raw,file=$work/disk,throttling.bps-write=4194304
	-device virtio-blk-pci,drive=disk"
ok "a blank disk: others were waited for" has "$(machine_console)" 'Waiting until no further disk has come for 10 s'
ok "a blank disk: progress was shown" has "$(machine_console)" 'writing: 50 %'
ok "a blank disk: and how long it takes yet" has "$(machine_console)" '[1-9][0-9]* s left'
ok "a blank disk: it is read back" has "$(machine_console)" 'reading it back: 100 %'
is "a blank disk: all is in order" "$(complaints "$work/disk")" ""
boots "a blank disk" bios "$(also disk)"
keep_note first
stop "a blank disk"

ok "Whit is on it: not without a word" refuses 'no disk is blank' whit.install=auto "$(also disk)"
ok "Whit is on it, named: not without whit.erase" refuses 'whit.erase=yes' whit.install=/dev/vda "$(also disk)"
ok "Whit is on it, named, may be erased: installed" installs 'whit.install=/dev/vda whit.erase=yes' "$(also disk)"
boots "installed again" uefi "$(also disk)"
is "installed again: /data is kept" "$(note_kept)" first
stop "installed again"
ok "all may be erased: installed" installs 'whit.install=/dev/vda whit.erase=all' "$(also disk)"
boots "installed anew" bios "$(also disk)"
is "installed anew: nothing of /data is left" "$(note_kept)" ''
stop "installed anew"
before=$(sum disk)
ok "the same words, again: refused" refuses 'by these very words' 'whit.install=/dev/vda whit.erase=all' "$(also disk)"
is "the same words, again: not a byte is changed" "$(sum disk)" "$before"

blank disk 3G
echo 'start=2048' | sfdisk --quiet --label=dos "$work/disk"
before=$(sum disk)
ok "a disk of somebody else: refused" refuses 'no disk is blank' whit.install=auto "$(also disk)"
ok "a disk of somebody else, the largest: refused" refuses 'no disk is blank' whit.install=largest "$(also disk)"
ok "a disk of somebody else, named: refused" refuses 'whit.erase=yes' whit.install=/dev/vda "$(also disk)"
ok "a disk of somebody else, but not that one: refused" refuses 'no such disk' 'whit.install=/dev/vdb whit.erase=yes' "$(also disk)"
ok "a disk of somebody else, another word: refused" refuses 'whit.erase=yes' 'whit.install=/dev/vda whit.erase=no' "$(also disk)"
is "a disk of somebody else: not a byte is changed" "$(sum disk)" "$before"
ok "a disk of somebody else, named, may be erased: installed" installs 'whit.install=/dev/vda whit.erase=yes' "$(also disk)"
is "a disk of somebody else: all is in order" "$(complaints "$work/disk")" ""

# Whit, but for slot B.
sfdisk --quiet --delete "$work/disk" 4
before=$(sum disk)
ok "Whit in another layout, may be erased but for /data: refused" refuses 'whit.erase=all' 'whit.install=/dev/vda whit.erase=yes' "$(also disk)"
is "Whit in another layout: not a byte is changed" "$(sum disk)" "$before"

# The mark of an installation that never ended, and then somebody else's table.
printf 'Whit is being installed here\n' | dd of="$work/disk" conv=notrunc status=none
echo 'start=2048' | sfdisk --quiet --wipe=never --label=dos "$work/disk"
before=$(sum disk)
ok "somebody else's, with an old mark: refused" refuses 'no disk is blank' whit.install=auto "$(also disk)"
is "somebody else's, with an old mark: not a byte is changed" "$(sum disk)" "$before"

blank disk 3G
ok "Whit was on it: installed" installs whit.install=/dev/vda "$(also disk)"
truncate -s 8M "$work/filesystem"
mke2fs -q -F -t ext4 "$work/filesystem"
dd if="$work/filesystem" of="$work/disk" bs=1M conv=notrunc status=none
before=$(sum disk)
ok "Whit was on it, and has gone: refused" refuses 'whit.erase=yes' whit.install=/dev/vda "$(also disk)"
is "Whit was on it, and has gone: not a byte is changed" "$(sum disk)" "$before"
ok "Whit was on it, and has gone, may be erased: installed" installs 'whit.install=/dev/vda whit.erase=yes' "$(also disk)"
ok "Whit was on it, and has gone, may be erased: there is no /data to keep" not has "$(machine_console)" '/data stays'
is "Whit was on it, and has gone, may be erased: all is in order" "$(complaints "$work/disk")" ""

blank disk 640M
ok "a disk that is too small: refused" refuses 'too small' whit.install=/dev/vda "$(also disk)"
is "a disk that is too small: not a byte is changed" "$(tr -d '\0' <"$work/disk" | wc -c)" 0
blank disk 1000000000
ok "a disk of 1 GB: installed" installs whit.install=/dev/vda "$(also disk)"
boots "a disk of 1 GB" bios "$(also disk)"
stop "a disk of 1 GB"

blank disk 2G
blank other 3G
ok "two blank disks: it does not guess" refuses 'several disks are blank' whit.install=auto "$(also disk) $(also other)"
ok "two blank disks, the largest: installed" installs whit.install=largest "$(also disk) $(also other)"
is "two blank disks, the largest: that one" "$(complaints "$work/other")" ""
is "two blank disks, the largest: only that one" "$(tr -d '\0' <"$work/disk" | wc -c)" 0
blank other 3G
ok "two disks with one serial number: it does not guess" refuses 'several disks bear' \
	'whit.install=serial:ONE whit.erase=all' -device virtio-scsi-pci "$(also disk scsi-hd,serial=ONE) $(also other scsi-hd,serial=ONE)"
ok "two blank disks, by serial number: installed" \
	installs whit.install=serial:ONE,1 -device virtio-scsi-pci "$(also disk scsi-hd,serial=ONE,,1) $(also other scsi-hd,serial=TWO)"
is "two blank disks, by serial number: that one" "$(complaints "$work/disk")" ""
is "two blank disks, by serial number: only that one" "$(tr -d '\0' <"$work/other" | wc -c)" 0

blank disk 5G
nvme=nvme,serial=N1,logical_block_size=4096,physical_block_size=4096
ok "NVMe with sectors of 4096 bytes, started by BIOS: refused" refuses 'start the installer by UEFI' whit.install=/dev/nvme0n1 "$(also disk $nvme)"
is "NVMe with sectors of 4096 bytes, started by BIOS: not a byte is changed" "$(tr -d '\0' <"$work/disk" | wc -c)" 0
ok "NVMe with sectors of 4096 bytes: installed" installs whit.install=/dev/nvme0n1 "$(uefi) $(also disk $nvme)"
boots "NVMe with sectors of 4096 bytes" uefi "$(also disk $nvme)"
ok "NVMe with sectors of 4096 bytes: Linux reads the partition for EFI" machine_run \
	'mkdir /tmp/efi && mount -t vfat -o ro /dev/nvme0n1p2 /tmp/efi && grep -q ^booted=a /tmp/efi/whit/environment && umount /tmp/efi'
keep_note first
stop "NVMe with sectors of 4096 bytes"
ok "NVMe with sectors of 4096 bytes, again: installed" installs 'whit.install=serial:N1 whit.erase=yes' "$(uefi) $(also disk $nvme)"
boots "NVMe with sectors of 4096 bytes, again" uefi "$(also disk $nvme)"
is "NVMe with sectors of 4096 bytes, again: /data is kept" "$(note_kept)" first
machine_kill

# One byte in the slot, which comes as it is, is another; and the last part is missing.
blank disk 3G
cp "$work/installer/whit.initrd" "$work/whole"
printf X | dd of="$work/installer/whit.initrd" bs=1 seek=$(($(stat -c %s "$image/whit.initrd") + 5000000)) conv=notrunc status=none
ok "a byte went wrong on the way: refused" refuses 'did not arrive' whit.install=/dev/vda "$(also disk)"
head -c -8192 "$work/whole" >"$work/installer/whit.initrd"
machine_append=whit.install=/dev/vda machine_boot=
# shellcheck disable=SC2046
machine_start "$work/installer" $(also disk)
ok "cut short on the way: not installed" wait_for "has '$(machine_console)' 'Initramfs unpacking failed|did not arrive'" 60
wait_for false 5 || true
machine_kill
is "neither has changed a byte" "$(tr -d '\0' <"$work/disk" | wc -c)" 0
done_testing
