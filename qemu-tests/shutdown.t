#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The way out takes a bounded time: with a disk that answers no more and services that wait for it, and when
# the hypervisor asks. (Services that ignore their signals are the namespace ring's.)
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/disk.sh"
need_lab
image=$(image_of "$tests/sites/dns" PROFILE=debug)

# since START: seconds with two decimals.
since() { awk "BEGIN { print $(seconds_now) - $1 }"; }

# The kernel asks by the one program that it may start, named as its poweroff_cmd is (Hyper-V, Xen).
machine_start "$image"
ok "the hypervisor asks: ready" machine_ready 60
machine_run 'ln -s /usr/lib/whit/kernel-request /run/poweroff && /run/poweroff >/dev/null 2>&1 &'
ok "the hypervisor asks: in order" machine_says 'asked for by whit: shutting down' 10
ok "the hypervisor asks: the machine ends" machine_ended 20

# A byte a second: what waits for this disk waits for hours.
disk=$work/disk
make_disk "$disk"
# shellcheck disable=SC2046
machine_start "$image" $(disk_options "$disk")
ok "a disk that hangs: ready" machine_ready 60
machine_run 'while :; do echo again >>/data/system/churn && sync; done >/dev/null 2>&1 & sleep 1'
machine_command "block_set_io_throttle disk 1 0 0 0 0 0"
start=$(seconds_now)
ok "a disk that hangs: the power button ends the machine" sh -c "echo system_powerdown >'$machine_folder/monitor.in'"
ok "a disk that hangs: init goes on without it" machine_says 'whit: the disks were not unmounted .*, going on without them' 50
ok "a disk that hangs: and switches off" machine_says 'whit: power off' 5
ok "a disk that hangs: so does the kernel" machine_says 'reboot: Power down' 40
at_most "a disk that hangs: seconds" "$(since "$start")" "$("$top/scripts/promise" shutdown-stuck)" s
machine_kill
done_testing
