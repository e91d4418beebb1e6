#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The ISO boots from a CD and from a USB stick, by BIOS and by UEFI, until both roles answer from outside; nobody presses a key, and
# the medium may be pulled out afterwards. One that cannot be read is tried again.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
need_lab

image=$(image_of "$tests/sites/both" PLATFORM=universal FORMATS=iso)
at_most "the ISO" "$(stat -c %s "$image/whit.iso")" "$("$top/scripts/promise" size-iso-demo)" bytes
# A stick is larger than what is written to it.
cp "$image/whit.iso" "$work/stick"
truncate -s 64M "$work/stick"

# came_up: dns answers, and the machine did not end before.
came_up() { wait_for 'dns_answers || ! machine_is_running' 180 && dns_answers; }

for firmware in bios uefi; do
	for medium in cd stick; do
		what="$medium, $firmware"
		case $medium in
		cd) file=$image/whit.iso ;;
		stick) file=$work/stick ;;
		esac
		machine_boot="$($firmware) $(as_$medium "$file")"
		machine_start "$image"
		ok "$what: dns answers" came_up
		ok "$what: http answers" wait_for http_answers 30
		ok "$what: the power button ends it" machine_stop
	done
done
# A slot that is none.
cp "$image/whit.iso" "$work/worn"
at=$(xorriso -indev "$work/worn" -find /boot/whit.slot -exec report_lba 2>/dev/null | awk -F, '/^File data lba/ { print $2 + 0 }')
dd if=/dev/zero of="$work/worn" bs=2048 seek="$at" count=2 conv=notrunc status=none
machine_boot="$(bios) $(as_cd "$work/worn")"
machine_serial=typed
machine_start "$image"
ok "a worn CD: it is tried again" machine_says 'trying again in 30 s' 60
machine_type_in '\033'
ok "a worn CD: from the beginning" machine_ended 20
machine_serial=yes

ok "the stick is as it was" cmp -n "$(stat -c %s "$image/whit.iso")" "$image/whit.iso" "$work/stick"
done_testing
