#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# Each format of a disk boots, raw and VHDX by BIOS and by UEFI, until both roles answer from outside; /data is on it and is still
# there after a restart.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
need_lab

image=$(image_of "$tests/sites/both" PLATFORM=universal FORMATS="disk qcow2 vhdx vmdk" DISK_SIZE=1G)

# came_up: dns answers, and the machine did not end before.
came_up() { wait_for 'dns_answers || ! machine_is_running' 180 && dns_answers; }

# boots FORMAT FILE FIRMWARE
boots() {
	machine_boot="$($3) $(as_disk "$2" "$1")"
	machine_start "$image"
	ok "$1, $3: dns answers" came_up
	ok "$1, $3: http answers" wait_for http_answers 30
	ok "$1, $3: the power button ends it" machine_stop
}

cp --sparse=always "$image/whit.raw" "$work/raw"
boots raw "$work/raw" bios
data_mounts() { /sbin/dumpe2fs -h "$work/raw?offset=$((578 * 1048576))" 2>/dev/null | sed -n 's/^Mount count: *//p'; }
is "raw: /data was mounted once" "$(data_mounts)" 1
boots raw "$work/raw" uefi
is "raw: and the same /data the next time" "$(data_mounts)" 2
for pair in qcow2:bios vhdx:bios vhdx:uefi vmdk:uefi; do
	format=${pair%:*}
	cp "$image/whit.$format" "$work/$format"
	boots "$format" "$work/$format" "${pair#*:}"
	rm "$work/$format"
done
done_testing
