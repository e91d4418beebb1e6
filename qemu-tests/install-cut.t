#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The power goes at any write of an installation. What is left is either whole, or starts nowhere and is installed anew by the same words;
# and a /data that was to stay is there. A disk that lies, or fails, is not whole either, and that is said. CUTS says how often (4; `make soak`: 100), FIRST which seed begins (1).
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
. "$tests/power-cut.sh"
need_lab
export PATH="$PATH:/sbin:/usr/sbin"

image=$(image_of "$tests/sites/dns" PROFILE=debug FORMATS=pxe)
make_installer "$image" "$work/installer"

# install DISK-OPTIONS: starts the installer; $words says where to.
install() {
	machine_boot='' machine_append=$words
	# shellcheck disable=SC2086
	machine_start "$work/installer" $1
}
installed() {
	machine_says 'Whit is installed on|Whit is not installed' 120 || true
	has "$(machine_console)" 'Whit is installed on' && machine_ended 30
}
start_disk() {
	machine_boot="$(bios) $(as_disk "$work/disk")" machine_append=
	machine_start "$image"
	wait_for 'dns_answers || ! machine_is_running' 120 || true
}

# on_blank, on_whit: what is to be installed on, and the words for it.
on_blank() { kind=blank words=whit.install=/dev/vda && rm -f "$work/disk" && truncate -s 2G "$work/disk"; }
on_whit() { kind=again words='whit.install=/dev/vda whit.erase=yes' && cp --sparse=always "$work/whit" "$work/disk"; }

# count_writes: of an installation without a cut.
count_writes() {
	power_cut_disk "$work/disk" 0
	install "$power_cut_options"
	ok "without a cut, $kind: installed" installed
	power_cut_disk_end
	writes=$(sed -n 's/ writes$//p' "$work/disk.note")
	at_least "without a cut, $kind: writes" "$writes" 5
}

on_blank
count_writes
writes_blank=$writes
start_disk
ok "without a cut: a note is in /data" machine_run 'echo kept >/data/system/note && sync'
machine_stop || true
cp --sparse=always "$work/disk" "$work/whit"
on_whit
count_writes
writes_again=$writes

# on_bad NAME=VALUE PATTERN: a bad disk is found out.
on_bad() {
	on_blank
	power_cut_disk "$work/disk" 0 "" "$1"
	install "$power_cut_options"
	machine_says 'Whit is installed on|Whit is not installed' 120 || true
	ok "a disk with $1: found out" has "$(machine_console)" "Whit is not installed: $2"
	machine_kill
	power_cut_disk_end
	is "a disk with $1: nothing starts from it" "$(od -An -tx1 -j510 -N2 "$work/disk" | tr -d ' ')" 0000
}
sector=$((70 * 1048576))-$((70 * 1048576 + 512)) # in slot A
on_bad drop=$sector 'the disk does not hold what was written'
on_bad flip=$sector 'the disk does not hold what was written'
on_bad fail-write=$sector 'the disk does not keep it: I/O error'

seed=${FIRST:-1}
last=$((seed + ${CUTS:-4} - 1))
while [ "$seed" -le "$last" ]; do
	case $((seed % 2)) in
	1) on_blank && writes=$writes_blank ;;
	0) on_whit && writes=$writes_again ;;
	esac
	# Spread over all of them, whatever their number: 0.618 of the way further each time.
	at=$(awk "BEGIN { x = $seed * 0.61803398875; print int((x - int(x)) * $writes) }")
	power_cut_disk "$work/disk" "$seed" "$at"
	install "$power_cut_options"
	power_gone 60 || note "cut $seed: the power did not go at write $at: now"
	power_cut

	what="cut $seed, $kind, at write $at"
	if [ "$(od -An -tx1 -j510 -N2 "$work/disk" | tr -d ' ')" != 55aa ]; then
		note "$what: half-made"
		install "$(as_disk "$work/disk")"
		ok "$what: installed by the same words" installed
		machine_kill
	fi
	start_disk
	ok "$what: dns answers" dns_answers
	ok "$what: /data is on the disk" data_is_on_disk
	[ "$kind" = blank ] || is "$what: /data is kept" "$(machine_run cat /data/system/note)" kept
	machine_stop || true
	is "$what: the disk is whole" "$(complaints "$work/disk")" ""
	seed=$((seed + 1))
done
done_testing
