#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# Each format of a disk boots, by BIOS and by UEFI, of a gigabyte and of the size that is made unless another is asked for, until both
# roles answer from outside; /data is on it and is still there after a restart. Of two disks of the same image UEFI, too, takes the one
# it was started from, in whatever order they are, and leaves the other as it is.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
need_lab

image=$(image_of "$tests/sites/both" PLATFORM=universal FORMATS="disk vhdx" DISK_SIZE=1G)
default=$(image_of "$tests/sites/both" PLATFORM=universal FORMATS="qcow2 vmdk")

# came_up: dns answers, and the machine did not end before.
came_up() { wait_for 'dns_answers || ! machine_is_running' 180 && dns_answers; }

# boots FORMAT FIRMWARE DISK-OPTIONS...
boots() {
	format=$1 firmware=$2
	shift 2
	machine_boot="$($firmware) $*"
	machine_start "$image"
	ok "$format, $firmware: dns answers" came_up
	ok "$format, $firmware: http answers" wait_for http_answers 30
	ok "$format, $firmware: the power button ends it" machine_stop
}
data_mounts() { /sbin/dumpe2fs -h "$work/raw?offset=$((578 * 1048576))" 2>/dev/null | sed -n 's/^Mount count: *//p'; }

twin="-drive if=none,id=twin,format=raw,file=$work/twin -device virtio-blk-pci,drive=twin"
cp --sparse=always "$image/whit.raw" "$work/twin"
for order in behind before; do
	cp --sparse=always "$image/whit.raw" "$work/raw"
	case $order in
	behind) boots "raw, one of the same image behind it" uefi "$(as_disk "$work/raw")" "$twin" ;;
	before) boots "raw, one of the same image before it" uefi "$twin" "$(as_disk "$work/raw")" ;;
	esac
	is "raw, one of the same image $order it: /data was mounted once" "$(data_mounts)" 1
	ok "raw, one of the same image $order it: not a byte of that is changed" cmp "$work/twin" "$image/whit.raw"
done
boots raw bios "$(as_disk "$work/raw")"
is "raw: and the same /data the next time" "$(data_mounts)" 2

for format in qcow2 vhdx vmdk; do
	file=$default/whit.$format size=$((8 << 30))
	[ $format != vhdx ] || file=$image/whit.vhdx size=$((1 << 30))
	is "$format: its size for the machine" "$(qemu-img info --output=json "$file" | jq '."virtual-size"')" $size
	for firmware in bios uefi; do
		cp "$file" "$work/disk"
		boots "$format" "$firmware" "$(as_disk "$work/disk" "$format")"
	done
done
done_testing
