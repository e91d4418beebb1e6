#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The power goes at any write of a first boot, which gives the disk its own GUIDs and makes /data larger: the next start comes up, with
# /data on the disk, and all of that is done. CUTS says how often (4; `make soak`: 100), FIRST which seed begins (1).
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
. "$tests/power-cut.sh"
need_lab
export PATH="$PATH:/sbin:/usr/sbin"

image=$(image_of "$tests/sites/dns" PROFILE=debug FORMATS=disk DISK_SIZE=1G)
new_disk() {
	cp --sparse=always "$image/whit.raw" "$work/disk"
	truncate -s 3072M "$work/disk"
}

# A first boot without a cut, to know how many writes there are.
new_disk
power_cut_disk "$work/disk" 0
machine_boot="$(bios) $power_cut_options"
machine_start "$image"
wait_for 'dns_answers || ! machine_is_running' 120 || true
ok "without a cut: dns answers" dns_answers
ok "without a cut: the power button ends it" machine_stop
power_cut_disk_end
writes=$(sed -n 's/ writes$//p' "$work/disk.note")
at_least "a first boot's writes" "$writes" 20

seed=${FIRST:-1}
last=$((seed + ${CUTS:-4} - 1))
while [ "$seed" -le "$last" ]; do
	# Spread over all of them, whatever their number: 0.618 of the way further each time.
	at=$(awk "BEGIN { x = $seed * 0.61803398875; print int((x - int(x)) * $writes) }")
	new_disk
	power_cut_disk "$work/disk" "$seed" "$at"
	machine_boot="$(bios) $power_cut_options"
	machine_start "$image"
	power_gone 60 || note "cut $seed: the power did not go at write $at: now"
	power_cut
	machine_boot="$(bios) $(as_disk "$work/disk")"
	machine_start "$image"
	wait_for 'dns_answers || ! machine_is_running' 120 || true
	ok "cut $seed, at write $at: dns answers at the next start" dns_answers
	ok "cut $seed: /data is on the disk" data_is_on_disk
	machine_stop || true
	is "cut $seed: the first boot is done" "$(complaints "$work/disk")" ""
	at_least "cut $seed: /data's blocks" "$(sed -n 's/^Block count: *//p' "$work/superblock")" 600000
	seed=$((seed + 1))
done
done_testing
