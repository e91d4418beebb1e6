#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The time: as the battery clock says, but never before the image was made, nor before what /data remembers.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/disk.sh"
need_lab

# A site with a role that needs a clock.
cp -r "$tests/sites/dns" "$work/clock"
sed -i 's/^roles .*/& late/' "$work/clock/site.conf"
mkdir -p "$work/clock/roles/late"
printf '[role]\ndescription = needs a clock\nuid = 300\n[service.one]\ncommand = /bin/busybox sleep 9999\nneeds-clock = 4s\n' \
	>"$work/clock/roles/late/role.conf"
: >"$work/clock/roles/late/files"
image=$(image_of "$work/clock" PROFILE=debug)
made=$(sed -n '1s/.*; date \([0-9]*\)$/\1/p' "$image/manifest.txt")

# ready_after: seconds from the first line of init to the one that says ready.
ready_after() {
	sed -n 's/^\[ *\([0-9.]*\)\] whit: \(.* starts\|ready:.*\)/\1/p' "$(machine_console)" | tr -d '\r' | awk 'NR == 1 { first = $1 } END { print $1 - first }'
}

# clock KEY: of the machine's status.
clock() { machine_run whit status --json | jq -r ".clock.$1"; }
now() { date -d "$(clock time)" +%s; }

disk=$work/disk
make_disk "$disk"
# shellcheck disable=SC2046
machine_start "$image" $(disk_options "$disk") -rtc base=2040-01-02T03:04:05
ok "ready" machine_ready 60
ok "no role waits" awk "BEGIN { exit !($(ready_after) < 4) }"
is "the battery clock is believed" "$(clock trust)" given
is "and its time is the machine's" "$(clock time | cut -c 1-13)" 2040-01-02T03
ok "it shuts down" machine_stop

machine_start "$image" -rtc base=1985-01-01
ok "an empty battery: ready" machine_ready 60
ok "an empty battery: said" machine_says 'clock: it was before this image was made, and is put forward' 10
ok "an empty battery: who needs a clock waits a while" machine_says "role late: one: the clock is still a guess: it is started all the same" 10
is "an empty battery: the time is a guess" "$(clock trust)" guessed
time=$(now)
at_least "an empty battery: not before the image was made" "$time" "$made"
at_most "an empty battery: nor much later" "$time" $((made + 600))
machine_kill

# shellcheck disable=SC2046
machine_start "$image" $(disk_options "$disk") -rtc base=1985-01-01
ok "an empty battery, but a disk: ready" machine_ready 60
ok "an empty battery, but a disk: said" machine_says 'data: the clock was before this machine last ran, and is put forward' 10
is "an empty battery, but a disk: the time is a guess" "$(clock trust)" guessed
is "an empty battery, but a disk: time goes on where it was" "$(clock time | cut -c 1-13)" 2040-01-02T03
machine_kill
done_testing
