#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# How the last run ended is known at the next boot: in order, by a power cut, by a crash of the kernel, whose last words the
# firmware kept.
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
ok "a new disk: shutdown" machine_stop

start
ok "after a shutdown: ready" machine_ready 90
is "after a shutdown: known" "$(last_run)" 'in order'
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
