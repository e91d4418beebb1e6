# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154 # used by, and set in, those who source this
# Disks that lose their power (power-cut.c): what was not flushed is lost, torn or kept, sector by sector. A killed QEMU is no
# power cut: this host's memory would forgive every flush that was forgotten.
#
#	power_cut_disk "$work/disk" 7 40     # a disk of this file; the die begins with 7; the power goes at the 41st write
#	machine_boot="$(bios) $power_cut_options"
#	machine_start "$image"
#	power_gone 60                        # waits for that
#	power_cut                            # or now: QEMU and disk end; $work/disk is what has survived

# power_cut_disk FILE SEED [WRITES] [NAME=VALUE...]: sets power_cut_options, for QEMU. Flushes of the machine reach the disk: that is
# what cache=writeback means. WRITES "" = the power stays; NAME=VALUE: a bad disk, as power-cut.c has it.
power_cut_disk() {
	power_cut_plugin=$work/power-cut.so
	# shellcheck disable=SC2046
	[ -e "$power_cut_plugin" ] || gcc -shared -fPIC -O1 -Wall -Wextra -Werror -o "$power_cut_plugin" "$tests/power-cut.c"
	rm -f "$work/disk.socket" "$work/disk.note"
	power_cut_words="file=$1 seed=$2 ${3:+cut-after=$3}"
	[ $# -le 3 ] || { shift 3 && power_cut_words="$power_cut_words $*"; }
	# shellcheck disable=SC2086 # words
	nbdkit --foreground --unix "$work/disk.socket" "$power_cut_plugin" $power_cut_words note="$work/disk.note" 2>>"$evidence/nbdkit.log" &
	power_cut_pid=$!
	at_exit "kill $power_cut_pid 2>/dev/null"
	wait_for "[ -S '$work/disk.socket' ]" 10
	power_cut_options="-drive if=none,id=disk,format=raw,cache=writeback,file=nbd+unix:///?socket=$work/disk.socket
		-device virtio-blk-pci,drive=disk,bootindex=1"
}

# power_gone SECONDS: waits until the last write that was allowed is over.
power_gone() { wait_for "has '$work/disk.note' '^cut'" "$1"; }

# power_cut_disk_end: the disk's end. What was not flushed is decided now.
power_cut_disk_end() {
	kill "$power_cut_pid"
	wait "$power_cut_pid" || true
}

power_cut() {
	machine_kill
	power_cut_disk_end
}
