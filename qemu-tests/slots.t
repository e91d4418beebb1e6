#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The boot loader's choice of a slot (docs/disk.md): the one to be tried is started once, then the good one again, also when the try
# has nothing to start; and a try that cannot be taken back is not made.
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

# boots SLOT NAME [DISK OPTIONS]: starts, and waits for a page. SLOT's.
boots() {
	machine_boot="$($firmware) $(as_disk "$work/disk${3-}")"
	machine_start "$first"
	wait_for 'page || ! machine_is_running' 180 || true
	case $(page) in second) found=b ;; *html*) found=a ;; *) found=none ;; esac
	is "$2" "$found" "$1"
	machine_stop || true
}

firmware=bios
cp --sparse=always "$first/whit.raw" "$work/disk"
write_b "$work/slot"
set_choice good=a try=b booted=a
boots b "a slot to be tried is started"
is "and says so" "$(choice booted)" b
is "its try is used up" "$(choice try)" ''
boots a "the next time the good one is started"
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
mdel -i "$work/disk@@2M" ::whit/environment
boots a "without any environment block slot a is started"
done_testing
