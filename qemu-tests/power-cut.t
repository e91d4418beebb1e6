#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: unit
# The disk of the tests that cut the power: what was flushed is there, what was not is lost, torn or kept, as the seed says; and the
# disk does not forget before the cut.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/power-cut.sh"

disk=$work/disk
talk() { # COMMAND...: of qemu-io(1), which flushes when it ends, unless it is killed
	set -- "$@" "$(printf 'sigraise 9')"
	for command; do set -- "$@" -c "$command" && shift; done
	qemu-io -f raw -t writeback "$@" "nbd+unix:///?socket=$work/disk.socket" >"$work/answer" 2>&1 || true
}
# sector N: which byte it is full of.
sector() { od -An -v -tx1 -j$(($1 * 512)) -N512 "$disk" | tr -s ' ' '\n' | grep . | sort -u | paste -sd' '; }
# power_goes SEED COMMAND...: a new disk, these commands, then the power goes.
power_goes() {
	head -c 65536 /dev/zero >"$disk"
	# shellcheck disable=SC2086 # words
	power_cut_disk "$disk" "$1" "${cut_after-}" ${bad-}
	shift
	talk "$@"
	power_cut_disk_end
}

lost=0 kept=0 torn=0 older=0
for seed in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	power_goes $seed 'write -P 0x11 0 512' flush 'write -P 0x22 512 512' 'write -P 0x33 1024 1024' 'write -P 0x44 4096 512' 'write -P 0x55 4096 512'
	[ "$(sector 0)" = 11 ] || fail "seed $seed: what was flushed is there"
	case $(sector 1) in 00) lost=$((lost + 1)) ;; 22) kept=$((kept + 1)) ;; *) fail "seed $seed: a sector is whole" ;; esac
	[ "$(sector 2)" = "$(sector 3)" ] || torn=$((torn + 1))
	[ "$(sector 8)" != 44 ] || older=$((older + 1))
	[ $seed != 3 ] || cp "$disk" "$work/third"
done
at_least "of 16 cuts a write was lost" $lost 1
at_least "of 16 cuts a write was kept" $kept 1
at_least "of 16 cuts a write was torn" $torn 1
at_least "of 16 cuts an earlier write came back" $older 1
power_goes 3 'write -P 0x11 0 512' flush 'write -P 0x22 512 512' 'write -P 0x33 1024 1024' 'write -P 0x44 4096 512' 'write -P 0x55 4096 512'
ok "the same seed, the same losses" cmp "$disk" "$work/third"

power_goes 3 'write -P 0x44 4096 512' 'write -P 0x55 4096 512' 'read -P 0x55 4096 512' 'read -P 0 0 512'
ok "before the cut the disk forgets nothing" not has "$work/answer" 'Pattern verification failed'
is "it counts the writes" "$(cat "$work/disk.note")" "2 writes"

for seed in 1 2 3 4; do
	power_goes $seed 'write -f -P 0x66 512 512'
	is "seed $seed: a write with FUA is as good as flushed" "$(sector 1)" 66
done

cut_after=1
power_goes 3 'write -P 0x77 0 512' flush 'write -P 0x77 512 512' 'read 0 512'
is "the power goes after so many writes: those before are there" "$(sector 0)" 77
is "those after are not" "$(sector 1)" 00
is "and every request fails" "$(grep -c 'Input/output error' "$work/answer")" 2
cut_after=
bad='fail-read=1024-1536 fail-write=2048-2560'
power_goes 3 'read 512 512' 'read 512 1024' 'write 1536 512' 'write 2048 512'
is "a bad disk fails where it is bad, and only there" "$(grep -c 'Input/output error' "$work/answer")" 2
bad=drop=512-1024
power_goes 3 'write -P 0x11 0 512' 'write -P 0x22 512 512' flush
is "a disk that lies: a write never arrives, and is said to have" "$(sector 0) $(sector 1) $(grep -c 'error' "$work/answer")" "11 00 0"
bad=flip=0-512
power_goes 3 'write -P 0x11 0 512' flush
is "a disk that lies: a bit is another" "$(sector 0)" "10 11"
done_testing
