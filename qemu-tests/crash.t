#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# How the last run ended is known at the next boot: in order, by a power cut, by a crash of the kernel, whose last words the
# firmware kept. What makes a crash of an illness of the kernel is set; the illnesses themselves (an oops, a lockup) cannot be made
# here: LKDTM, which could, is in no kernel of ours.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/disk.sh"
[ -e /usr/share/OVMF/OVMF_CODE_4M.fd ] || skip_all "no OVMF firmware here"
need_lab
image=$(image_of "$tests/sites/dns" PROFILE=debug)
disk=$work/disk
make_disk "$disk"
cp /usr/share/OVMF/OVMF_VARS_4M.fd "$work/variables"

# start: an EFI machine that keeps its variables and its disk.
# shellcheck disable=SC2046
start() {
	machine_start "$image" $(disk_options "$disk") \
		-drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd \
		-drive "if=pflash,format=raw,file=$work/variables"
}
last_run() { machine_run whit status --json | jq -r .last_run; }

start
ok "a new disk: ready" machine_ready 90
is "a new disk knows of no last run" "$(last_run)" unknown
is "the kernel's illnesses end it, and its end is a new start" \
	"$(machine_run 'cd /proc/sys/kernel && grep . panic panic_on_oops softlockup_panic hardlockup_panic' | paste -sd' ')" \
	"panic:10 panic_on_oops:1 softlockup_panic:1 hardlockup_panic:1"
is "what finds them runs" \
	"$(machine_run 'cd /proc/sys/kernel && grep . watchdog soft_watchdog nmi_watchdog watchdog_thresh' | paste -sd' ')" \
	"watchdog:1 soft_watchdog:1 nmi_watchdog:1 watchdog_thresh:10"
is "each of init's watchdogs has 30 s" \
	"$(machine_run 'cd /sys/class/watchdog && grep . */state */timeout' | sed 's/.*watchdog[0-9]*.//' | sort -u | paste -sd' ')" \
	"state:active timeout:30"
machine_run 'whit reboot'
ok "whit reboot: in order" machine_says 'asked for by whit: rebooting' 10
ok "whit reboot: the machine ends" machine_ended 20
ok "whit reboot: to start again" has "$(machine_console)" 'reboot: (Restarting system|machine restart)'

start
ok "after a reboot: ready" machine_ready 90
is "after a reboot: known" "$(last_run)" 'in order'
machine_run sync
machine_kill

start
ok "after a power cut: ready" machine_ready 90
is "after a power cut: known" "$(last_run)" 'not in order (power cut or reset)'
machine_run 'echo 1 >/proc/sys/kernel/unknown_nmi_panic'
machine_command nmi
ok "a kernel that panics ends the machine" machine_ended 60

start
ok "after a panic: ready" machine_ready 90
ok "after a panic: said" machine_says 'data: the last run ended: Kernel panic - not syncing: NMI' 10
is "after a panic: known" "$(last_run | cut -d: -f1-2)" 'Kernel panic - not syncing: NMI'
ok "after a panic: the kernel's last words are kept" machine_run 'grep -q "Kernel panic - not syncing: NMI" /data/system/crash'
ok "after a panic: shutdown" machine_stop

start
ok "later: ready" machine_ready 90
is "later: the panic is over" "$(last_run)" 'in order'
ok "later: its record is still there" machine_run test -s /data/system/crash
machine_kill
done_testing
