#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# A disk and memory that run short are said while there is still some left, and when there is room again; and programs that wait for
# memory, here one that is at a limit of its own, at once.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/disk.sh"
need_lab
image=$(image_of "$tests/sites/dns" PROFILE=debug)
disk=$work/disk
make_disk "$disk"
machine_memory=128 machine_run_limit=120

# room NAME KEY: of the machine's status.
room() { machine_run whit status --json | jq -r ".room[] | select(.name == \"$1\").$2"; }

# shellcheck disable=SC2046
machine_start "$image" $(disk_options "$disk")
ok "ready" machine_ready 60
is "/data has room" "$(room /data level)" enough
is "so has memory" "$(room memory level)" enough
at_least "and knows how much" "$(room memory total_bytes)" 100000000 bytes
at_most "of which so much is left" "$(room memory left_bytes)" "$(room memory total_bytes)" bytes

machine_run "head -c $(($(room /data left_bytes) * 95 / 100)) /dev/zero >/data/fill"
ok "a disk that runs short is said" machine_says '/data: (runs short|is nearly full): [0-9]+ of [0-9]+ MiB are left' 25
ok "and shown" machine_run 'whit status | grep -q "^room: /data: .*runs short"'
machine_run 'rm /data/fill'
ok "room again is said" machine_says '/data: there is room again' 25

machine_run 'mount -t tmpfs -o size=90% fill /tmp'
machine_run "head -c $(($(room memory left_bytes) - $(room memory total_bytes) / 14)) /dev/zero >/tmp/fill"
ok "memory that runs short is said" machine_says 'memory: runs short: [0-9]+ of [0-9]+ MiB are left' 25
machine_run 'rm /tmp/fill'
ok "room again is said" machine_says 'memory: there is room again' 25
machine_run 'mkdir /sys/fs/cgroup/pressed && echo 4M >/sys/fs/cgroup/pressed/memory.high &&
	(echo 0 >/sys/fs/cgroup/pressed/cgroup.procs && exec dd if=/dev/zero of=/dev/null bs=24M count=1) >/dev/null 2>&1 &'
ok "a program that waits for memory is said" machine_says 'memory: programs wait for it: [0-9]+ of [0-9]+ MiB are left' 60
ok "no service died of it" not has "$(machine_console)" 'knotd died'
machine_kill
done_testing
