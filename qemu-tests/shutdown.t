#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The way out takes a bounded time: with a disk that answers no more and services that wait for it, when the kernel asks, as it
# does for a hypervisor and before the machine melts, and by ctrl-alt-del. (Services that ignore their signals are the namespace ring's.)
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/disk.sh"
need_lab
image=$(image_of "$tests/sites/dns" PROFILE=debug)

# since START: seconds with two decimals.
since() { awk "BEGIN { print $(seconds_now) - $1 }"; }

# The kernel asks by the one program that it may start (its poweroff_cmd, /sbin/poweroff): for Hyper-V, for Xen, and here because
# it is too hot, which an ACPI table of ours makes of one register.
python3 "$tests/thermal.py" "$work/thermal.aml"
machine_start "$(image_of "$tests/sites/dns" PLATFORM=universal PROFILE=debug)" -acpitable "file=$work/thermal.aml"
ok "the kernel asks: ready" machine_ready 60
ok "the kernel asks: while it is cool it does not" machine_run 'grep -qx 0 /sys/class/thermal/thermal_zone0/temp'
machine_command 'o /b 0x2ff 255'
ok "the kernel asks: it is too hot" machine_says 'critical temperature reached' 20
ok "the kernel asks: in order" machine_says 'asked for by whit: shutting down' 10
ok "the kernel asks: the machine ends" machine_ended 20
ok "the kernel asks: after the last service" has "$(machine_console)" 'dns: knotd stopped'
machine_kill

# Whoever is at the keyboard may start the machine again, in order: so says init(8).
machine_start "$image"
ok "ctrl-alt-del: ready" machine_ready 60
machine_command 'sendkey ctrl-alt-delete'
ok "ctrl-alt-del: in order" machine_says 'whit: SIGINT: rebooting' 10
ok "ctrl-alt-del: the machine ends" machine_ended 20
ok "ctrl-alt-del: after the last service" has "$(machine_console)" 'dns: knotd stopped'
ok "ctrl-alt-del: to start again" has "$(machine_console)" 'reboot: (Restarting system|machine restart)'

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
