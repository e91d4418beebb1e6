#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# A machine whose init is silent starts again: by hardware when there is some, by the kernel's own watchdog when not. One
# whose init runs does not, whatever its roles do. The kernel's own bites where there is no init yet, too.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
need_lab
image=$(image_of "$tests/sites/dns" PROFILE=debug)

# Freezes PID 1, which no signal can stop, by the freezer of control groups.
freeze_init() {
	machine_run 'mkdir /sys/fs/cgroup/ice && echo 1 >/sys/fs/cgroup/ice/cgroup.procs && echo 1 >/sys/fs/cgroup/ice/cgroup.freeze'
}
watchdogs() { machine_run whit status --json | jq -r .watchdog; }

machine_append=softdog.soft_noboot=1 # only the hardware bites
machine_start "$image" -device i6300esb -action watchdog=poweroff
ok "hardware: ready" machine_ready 60
is "hardware: all are fed" "$(watchdogs)" 'i6300ESB timer, iTCO_wdt, Software Watchdog'
freeze_init
ok "hardware: silence ends the machine" machine_ended 60
ok "hardware: without the kernel's doing" not has "$(machine_console)" 'Restarting system|panic'

machine_append=
machine_start "$image"
ok "no hardware: ready" machine_ready 60
is "no hardware: the kernel's own is fed" "$(watchdogs)" 'iTCO_wdt, Software Watchdog' # QEMU's iTCO cannot reboot
machine_run 'kill -9 $(pidof knotd)'
before=$(seconds_now)
freeze_init
ok "no hardware: silence ends the machine" machine_ended 60
at_most "no hardware: seconds" "$(awk "BEGIN { print $(seconds_now) - $before }")" "$("$top/scripts/promise" silence)" s
ok "no hardware: and not before its time" awk "BEGIN { exit !($(seconds_now) - $before > 20) }"
ok "no hardware: the kernel says why" machine_says 'softdog: Initiating system reboot' 10

# An init that never comes to open it. Two minutes are what all media say; ten seconds do.
mkdir "$work/hung"
cp "$image/whit.vmlinuz" "$work/hung/"
printf '#include <unistd.h>\nint main(void) { for (;;) pause(); }\n' | gcc -static -Os -x c -o "$work/init" -
printf '%s\n' 'dir /dev 0755 0 0' 'nod /dev/console 0600 0 0 c 5 1' "file /init $work/init 0755 0 0" >"$work/list"
"$("$top/scripts/package" --path linux)/host/gen_init_cpio" "$work/list" >"$work/hung/whit.initrd"
machine_append=softdog.soft_margin=10
machine_start "$work/hung"
ok "an init that hangs from its start: the machine ends" machine_ended 60
ok "an init that hangs from its start: the kernel says why" has "$(machine_console)" 'softdog: Initiating system reboot'
for medium in scripts/lib.sh scripts/qemu.sh; do
	ok "$medium has the words for that" has "$top/$medium" "^[a-z]*_words=.* softdog.soft_active_on_boot=1 .*watchdog.open_timeout=120"
done
done_testing
