#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# A disk made from an image becomes a machine's own at its first boot: GUIDs of its own, /data to the end of a larger disk; it is kept
# at the next one. A disk of the same image beside it stays as it is, and so does one that was Whit's and has another use now. A damaged
# table is written anew; disks that come late are waited for; disks that shrank, cannot be written or fail leave /data in memory, say so,
# and the roles run.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
. "$tests/disk.sh"
. "$tests/power-cut.sh"
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

# says PATTERN: what looks after /data has said it. The log may be read a moment later than dns answers.
says() { wait_for "machine_run 'whit logs data | grep -q \"$1\"'" 20; }

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
ok "a disk that cannot be written: why is said" says 'is write-protected'
ok "a disk that cannot be written: /data is memory, and that is said" says '/data is RAM'
machine_kill
rm "$work/twin"

# late NAME WORD PATTERN [DISK-OPTIONS]: the machine waits, and says so; then the disk comes, on a bus where that is possible.
late() {
	machine_boot='' machine_append=$2
	# shellcheck disable=SC2086 # words
	machine_start "$image" -device virtio-scsi-pci,id=scsi -drive "if=none,id=late,format=raw,file=$work/grown" ${4-}
	ok "$1: it is waited for, and that is said" machine_says "$3" 120
	wait_for false "$late" || true
	machine_command 'device_add scsi-hd,drive=late,bus=scsi.0'
	wait_for 'dns_answers || ! machine_is_running' 60 || true
	ok "$1: dns answers" dns_answers
	ok "$1: /data is on it" says '/dev/sda5 is /data'
	ok "$1: the power button ends it" machine_stop
	machine_append=
}
late=12
guid=$(sfdisk --json "$work/grown" | jq -r '.partitiontable.partitions[4].uuid')
late "a disk that is named and comes late" "whit.data=$guid" "waiting for the disk with the data partition $guid"
late=2
make_disk "$work/plain"
late "any disk, and the started one comes late" whit.data=any 'waiting for the disk that the machine was started from' \
	"-drive if=none,id=other,format=raw,file=$work/plain -device virtio-blk-pci,drive=other"
rm "$work/plain"

# disk_of_another NAME PATTERN: one that was Whit's, with a table of Whit still somewhere, is in a machine that is started without it.
disk_of_another() {
	before=$(sha256sum "$work/was" | cut -d' ' -f1)
	machine_boot=
	# shellcheck disable=SC2046
	machine_start "$image" $(as_disk "$work/was")
	wait_for 'dns_answers || ! machine_is_running' 180 || true
	ok "$1: dns answers" dns_answers
	ok "$1: it is not taken for one of Whit, and that is said" says "$2"
	ok "$1: the power button ends it" machine_stop
	is "$1: not a byte is changed" "$(sha256sum "$work/was" | cut -d' ' -f1)" "$before"
}
cp --sparse=always "$work/grown" "$work/was"
truncate -s 8M "$work/filesystem"
mke2fs -q -F -t ext4 "$work/filesystem"
dd if="$work/filesystem" of="$work/was" bs=1M conv=notrunc status=none
disk_of_another "a filesystem at its beginning" 'table at its end, but something else at its beginning'
cp --sparse=always "$work/grown" "$work/was"
printf '\374\116\053\251' | dd of="$work/was" bs=4096 seek=1 conv=notrunc status=none # md, version 1.2
disk_of_another "a member of a RAID" 'table at its end, but something else at its beginning'
# Its fifth partition is somebody's.
cp --sparse=always "$work/grown" "$work/was"
printf '%s\n' "$work/was1: start=2048, type=5" "$work/was5: start=1050624" | sfdisk --quiet --wipe=never --wipe-partitions=never --label=dos "$work/was"
mke2fs -q -F -t ext4 -E offset=$((1050624 * 512)) "$work/was" 64M
disk_of_another "partitions without GPT" 'has a partition table, but a boot sector with another'
rm "$work/was"

# fails NAME DISK OFFSET-END PATTERN: a disk that cannot be read there.
fails() {
	power_cut_disk "$work/$2" 0 "" "fail-read=$3"
	machine_boot=''
	# shellcheck disable=SC2086
	machine_start "$image" $power_cut_options
	wait_for 'dns_answers || ! machine_is_running' 180 || true
	ok "$1: dns answers" dns_answers
	ok "$1: said" says "$4"
	ok "$1: /data is memory" says '/data is RAM'
	machine_kill
	power_cut_disk_end
	is "$1: nothing was written" "$(cat "$work/disk.note")" '0 writes'
}
data_at=$((578 * 1048576))
fails "a boot sector and table that cannot be read" grown 0-4096 'disk vda cannot be read'
fails "a superblock that cannot be read" grown $((data_at + 1024))-$((data_at + 2048)) 'e2fsck could not mend it'
fails "groups of /data that cannot be read" grown $((data_at + 4096))-$((data_at + 8192)) 'e2fsck could not mend it'

new_disk fresh 1100
power_cut_disk "$work/fresh" 0 "" fail-write=0-1048576
boots "a table that cannot be written" "$power_cut_options"
ok "a table that cannot be written: said" says "its partition table cannot be made this machine.s own"
ok "a table that cannot be written: /data is on the disk" data_is_on_disk
machine_kill
power_cut_disk_end
rm "$work/fresh"

new_disk small 900
boots "a disk that is too small" "$(as_disk "$work/small")"
ok "a disk that is too small: said" says 'the disk is smaller than its partitions'
ok "a disk that is too small: /data is memory, and that is said" says '/data is RAM'
machine_kill
ok "a disk that is too small: nothing but GRUB's note is changed" cmp -i $((66 * 1048576)) -n $((834 * 1048576)) "$work/small" "$image/whit.raw"
done_testing
