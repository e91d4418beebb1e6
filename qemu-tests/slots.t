#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The boot loader's choice of a slot (docs/disk.md): the one to be tried is started once, then the good one again, also when the try
# has nothing to start; and a try that cannot be taken back is not made. What stands on the serial line by itself stops no start, and
# starts no other slot; the one that was started last is written down, also when it was chosen in the menu.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
need_lab

export MTOOLSRC=/dev/null MTOOLS_SKIP_CHECK=1
first=$(image_of "$tests/sites/both" FORMATS="pxe disk" DISK_SIZE=1G)
cp -r "$tests/sites/both" "$work/second"
echo second >"$work/second/http/www/index.html"
second=$(image_of "$work/second")
SOURCE_DATE_EPOCH=1 "$top/scripts/slot" "$second" "$work/slot"

# choice NAME: its value in the environment block; set_choice NAME=VALUE...: writes a block.
choice() { mtype -i "$work/disk@@2M" ::whit/environment | sed -n "s/^$1=//p"; }
set_choice() {
	{ printf '# GRUB Environment Block\n' && printf '%s\n' "$@" && head -c 1024 /dev/zero | tr '\0' '#'; } | head -c 1024 >"$work/block"
	mcopy -o -i "$work/disk@@2M" "$work/block" ::whit/environment
}
write_b() { dd if="$1" of="$work/disk" bs=1M seek=322 conv=notrunc status=none; }

# page: what the machine's web server says: which slot that is.
page() { curl -sf -m 2 "http://$machine_address/"; }

# comes_up SLOT NAME: a page comes. SLOT's.
comes_up() {
	wait_for 'page || ! machine_is_running' 180 || true
	case $(page) in second) found=b ;; *html*) found=a ;; *) found=none ;; esac
	is "$2" "$found" "$1"
	machine_stop || true
	machine_serial=yes
}
# boots SLOT NAME [DISK OPTIONS]: starts, and waits for that.
boots() {
	machine_boot="$($firmware) $(as_disk "$work/disk${3-}")"
	machine_start "$first"
	comes_up "$1" "$2"
}

firmware=bios
cp --sparse=always "$first/whit.raw" "$work/disk"
write_b "$work/slot"
set_choice good=a try=b booted=a
boots b "a slot to be tried is started"
is "and says so" "$(choice booted)" b
is "its try is used up" "$(choice try)" ''
machine_serial=typed
machine_boot="$(bios) $(as_disk "$work/disk")"
machine_start "$first"
machine_says 'Esc: menu' 60 && machine_type_in 'xyzo\r\nec'
comes_up a "the next time the good one is started, whatever the serial line says by itself"
is "and says so, too" "$(choice booted)" a
set_choice good=b try= booted=a
firmware=uefi
boots b "when the other one is good, that one is started"
set_choice good=a try=b booted=a
boots a "a disk that cannot be written: the try is not made" ,readonly=on
is "and is still to be made" "$(choice try)" b
firmware=bios
head -c 4M /dev/zero >"$work/nothing"
write_b "$work/nothing"
boots a "a try with nothing to start: the good one is started"
is "which is written down" "$(choice booted)" a

# menu: the start is stopped by a key.
menu() {
	machine_boot="$(bios) $(as_disk "$work/disk")"
	machine_serial=typed
	machine_start "$first"
	machine_says 'Esc: menu' 60 && machine_type_in '\033'
	ok "$1: the menu" machine_says 'o: the other slot' 20
}
menu "the other slot, with nothing in it"
machine_type_in o
machine_says 'Esc: slot b' 10 && machine_type_in '\033'
ok "the other slot, with nothing in it: it does not start" machine_says 'slot b does not start' 20
comes_up a "and the good one is started"
is "which is what is written down" "$(choice booted)" a
write_b "$work/slot"
menu "noise"
machine_type_in 'xyz\r\n1o'
ok "noise: the other slot wants a second key" machine_says 'Esc: slot b' 10
machine_type_in 'o\r\n'
comes_up a "and without it, the slot is started that is good"
menu "the other slot"
machine_type_in o
machine_says 'Esc: slot b' 10 && machine_type_in '\033'
comes_up b "it is started"
is "and written down" "$(choice booted)" b
mdel -i "$work/disk@@2M" ::whit/environment
boots a "without any environment block slot a is started"
done_testing
