#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# A disk made from an image becomes a machine's own at its first boot: GUIDs of its own, /data to the end of a larger disk; it is kept
# at the next one. A disk of the same image beside it stays as it is, and so does one that was Whit's and has another use now. A damaged
# table is written anew; disks that shrank or cannot be written leave /data in memory, and the roles run.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
need_lab
export PATH="$PATH:/sbin:/usr/sbin"

image=$(image_of "$tests/sites/dns" PROFILE=debug FORMATS="kernel disk" DISK_SIZE=1G)

# new_disk NAME MIB: a disk made from the image, of another size.
new_disk() {
	cp --sparse=always "$image/whit.raw" "$work/$1"
	truncate -s "${2}M" "$work/$1"
}

# other_disk NAME: QEMU options of a second disk.
other_disk() { echo "-drive if=none,id=other,format=raw,file=$work/$1 -device virtio-blk-pci,drive=other"; }

# boots NAME QEMU-OPTIONS: BIOS, from the disk among them, until dns answers.
boots() {
	machine_boot=$2
	machine_start "$image"
	wait_for 'dns_answers || ! machine_is_running' 180 || true
	ok "$1: dns answers" dns_answers
}

# guids DISK: of the disk, its partitions and /data's filesystem, a line each.
guids() {
	sfdisk --json "$work/$1" | jq -r '.partitiontable | .id, .partitions[].uuid'
	at=$(sfdisk --json "$work/$1" | jq -r '.partitiontable.partitions[4].start')
	dumpe2fs -h "$work/$1?offset=$((at * 512))" 2>/dev/null | sed -n 's/^Filesystem UUID: *//p'
}
data_size() { machine_run df -m /data | awk 'END { print $2 }'; }

# says PATTERN: what looks after /data has said it.
says() { machine_run "whit logs data | grep -q '$1'"; }

new_disk grown 3072
new_disk twin 3072
boots "a larger disk, and another of the same image" "$(other_disk twin) $(as_disk "$work/grown")"
at_least "a larger disk: /data in MiB" "$(data_size)" 2300
machine_run 'echo kept >/data/system/note'
ok "a larger disk: the power button ends it" machine_stop
ok "a disk of the same image beside it: not a byte is changed" cmp -n "$(stat -c %s "$image/whit.raw")" "$work/twin" "$image/whit.raw"
is "a larger disk: no GUID is the image's" "$(guids grown | grep -ic '^57686974')" 0
is "a larger disk: all are different" "$(guids grown | sort -u | wc -l)" 7
ok "a larger disk: its partition table is in order" sh -c "sfdisk --verify '$work/grown' 2>&1 | tee /dev/stderr | grep -q '^No errors' && ! sfdisk -l '$work/grown' 2>&1 | grep mismatch"
ok "a larger disk: /data is in order" e2fsck -fn "$work/grown?offset=$((578 * 1048576))"
guids grown >"$evidence/guids"

boots "the next boot" "$(other_disk twin) $(as_disk "$work/grown")"
is "the next boot: what was written is there" "$(machine_run cat /data/system/note)" kept
ok "the next boot: /data is on this disk" says '/dev/vdb5 is /data'
machine_stop || true
is "the next boot: the GUIDs are the same" "$(guids grown)" "$(cat "$evidence/guids")"

# The table at the beginning is damaged, the one at the end is not.
printf X | dd of="$work/grown" bs=1 seek=$((2 * 512 + 60)) conv=notrunc status=none
boots "a damaged table" "$(as_disk "$work/grown")"
ok "a damaged table: said" says 'partition table at its beginning is damaged'
is "a damaged table: /data is there" "$(machine_run cat /data/system/note)" kept
machine_stop || true
ok "a damaged table: it is written anew" sh -c "sfdisk --verify '$work/grown' 2>&1 | tee /dev/stderr | grep -q '^No errors' && ! sfdisk -l '$work/grown' 2>&1 | grep mismatch"

boots "a disk that cannot be written" "$(as_disk "$work/grown,readonly=on")"
ok "a disk that cannot be written: /data is memory, and that is said" says '/data is RAM'
machine_kill
rm "$work/twin"

# disk_of_another NAME: one that was Whit's, whose table is still at its end, is in a machine that is started without it.
disk_of_another() {
	before=$(sha256sum "$work/was" | cut -d' ' -f1)
	machine_boot=
	# shellcheck disable=SC2046
	machine_start "$image" $(as_disk "$work/was")
	wait_for 'dns_answers || ! machine_is_running' 180 || true
	ok "$1: dns answers" dns_answers
	ok "$1: it is not taken for one of Whit, and that is said" says 'table at its end, but something else at its beginning'
	ok "$1: the power button ends it" machine_stop
	is "$1: not a byte is changed" "$(sha256sum "$work/was" | cut -d' ' -f1)" "$before"
}
cp --sparse=always "$work/grown" "$work/was"
truncate -s 8M "$work/filesystem"
mke2fs -q -F -t ext4 "$work/filesystem"
dd if="$work/filesystem" of="$work/was" bs=1M conv=notrunc status=none
disk_of_another "a filesystem at its beginning"
cp --sparse=always "$work/grown" "$work/was"
printf '\374\116\053\251' | dd of="$work/was" bs=4096 seek=1 conv=notrunc status=none # md, version 1.2
disk_of_another "a member of a RAID"
rm "$work/was"

new_disk small 900
boots "a disk that is too small" "$(as_disk "$work/small")"
ok "a disk that is too small: /data is memory, and that is said" says '/data is RAM'
machine_kill
ok "a disk that is too small: nothing but GRUB's note is changed" cmp -i $((66 * 1048576)) -n $((834 * 1048576)) "$work/small" "$image/whit.raw"
done_testing
