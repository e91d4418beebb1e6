#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# /data: in RAM when there is no disk, and said; on the partition that bears our type otherwise, checked before it is mounted,
# kept over a reboot; repaired after a power cut, and reported when it is beyond repair.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/disk.sh"
need_lab
image=$(image_of "$tests/sites/dns" PROFILE=debug)

# start_with DISK
# shellcheck disable=SC2046
start_with() { machine_start "$image" $(disk_options "$1"); }

machine_start "$image"
ok "no disk: ready" machine_ready 60
ok "no disk: the console says that /data is RAM" machine_says 'data.*RAM' 10
# shellcheck disable=SC2016 # for the machine's shell
ok "no disk: /data belongs to root, the role's part to the role" machine_run 'test "$(stat -c "%U:%a" /data /data/dns | tr "\n" " ")" = "root:755 dns:750 "'
machine_kill

disk=$work/disk
make_disk "$disk"
start_with "$disk"
ok "a partition of our type: ready" machine_ready 60
ok "a partition of our type: mounted" machine_run 'grep -q " /data ext4 .*nosuid" /proc/mounts'
machine_run 'echo kept >/data/system/note && sync'
ok "a partition of our type: clean shutdown" machine_stop
start_with "$disk"
ok "next boot: ready" machine_ready 60
is "next boot: what was written is there" "$(machine_run cat /data/system/note)" kept
machine_run 'while :; do echo again >>/data/system/churn; done & sleep 2'
machine_kill

start_with "$disk"
ok "after a power cut: ready" machine_ready 60
ok "after a power cut: mounted" machine_run 'grep -q " /data ext4" /proc/mounts'
is "after a power cut: what was written is there" "$(machine_run cat /data/system/note)" kept
machine_run 'cat /dev/zero >/data/system/fill' || true
is "not a byte is left on it" "$(machine_run df /data | awk 'END { print $4 }')" 0
ok "after a power cut: clean shutdown" machine_stop

# One of the two sectors of the superblock is older than the other: its sum is wrong. And the disk is full.
printf '\123' | dd of="$disk" bs=1 seek=$((18432 * 512 + 1024 + 44)) conv=notrunc status=none
start_with "$disk"
ok "a torn superblock: ready" machine_ready 60
ok "a torn superblock: mended and mounted" machine_run 'grep -q " /data ext4" /proc/mounts'
is "a torn superblock: what was written is there" "$(machine_run cat /data/system/note)" kept
ok "a full disk: dns answers" wait_for dns_answers 20
ok "a full disk: said" machine_says '/data: is nearly full: 0 of [0-9]+ MiB are left' 25
ok "a torn superblock: clean shutdown" machine_stop

# Noise over the inode tables of the first group: more than a check without questions may repair.
dd if=/dev/urandom of="$disk" bs=4096 seek=$((18432 * 512 / 4096 + 4)) count=200 conv=notrunc status=none
start_with "$disk"
ok "damaged beyond a quiet repair: ready all the same" machine_ready 60
ok "damaged beyond a quiet repair: reported" machine_says 'data.*(damaged|repair|errors|e2fsck)' 10
ok "dns answers" wait_for dns_answers 20
machine_kill

make_disk "$disk"
machine_append=whit.data=none
start_with "$disk"
ok "whit.data=none: ready" machine_ready 60
ok "whit.data=none: the disk is left alone" machine_run '! grep -q " /data ext4" /proc/mounts'
machine_kill
done_testing
