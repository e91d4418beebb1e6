#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# Role journal on a real disk: what a machine has said is there after its power was cut; without a disk the role does not start, and
# the machine serves all the same.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/disk.sh"
need_lab
disk=$work/disk
make_disk "$disk"
image=$(image_of "$tests/sites/journal" PROFILE=debug)

# shellcheck disable=SC2046
machine_start "$image" $(disk_options "$disk")
ok "the role starts" machine_ready 60
ok "the kernel's lines are kept from the first one on" wait_for 'machine_run "whit logs --kept kernel | grep -q \"Linux version\""' 20
ok "its program has a user of its own, and the lines' group" machine_run "
	grep -q '^Uid:.203' /proc/\$(pidof journal)/status && grep -q '^Groups:.211' /proc/\$(pidof journal)/status"
ok "no capability, no network" machine_run "
	grep -q '^CapEff:.0*\$' /proc/\$(pidof journal)/status &&
	[ \$(readlink /proc/\$(pidof journal)/ns/net) != \$(readlink /proc/1/ns/net) ]"
at_most "its memory" "$(machine_run 'awk "/^RssAnon/ { print \$2 }" /proc/$(pidof journal)/status')" 1000 kB
machine_run 'echo "<3>whit: the last line before the cut" >/dev/kmsg'
ok "an error is on the disk at once" wait_for 'machine_run "whit logs --kept kernel | grep -q before.the.cut"' 5
sleep 1
machine_kill

# shellcheck disable=SC2046
machine_start "$image" $(disk_options "$disk")
ok "after a power cut it is ready again" machine_ready 60
ok "what was said before is there" machine_run "whit logs --kept kernel | grep -q 'before the cut'"
ok "and what is said now" wait_for 'machine_run "whit logs --kept kernel | grep -c Linux.version | grep -qx 2"' 20
is "no line is damaged" "$(machine_run 'whit logs --kept 2>&1 >/dev/null')" ""
ok "it shuts down" machine_stop

machine_start "$image"
ok "without a disk that is said" machine_says 'role journal.*(memory|RAM|disk)' 60
ok "and the machine runs" machine_run 'whit status'
is "whit logs --kept says what is missing" "$(machine_run 'whit logs --kept 2>&1')" \
	"whit: no lines are kept on this machine: a role does that"
done_testing
