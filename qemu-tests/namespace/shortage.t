#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# What the log program says of memory and /data, as they run short and when there is room again: the program itself, with figures of
# memory that are a file and a /data of 4 MiB. What the kernel says of memory is tried on a machine: room.t.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

# memory PERCENT: that much of it is left.
memory() { printf 'MemTotal: 1024000 kB\nMemFree: 1 kB\nMemAvailable: %s kB\n' $((10240 * $1)) >"$work/meminfo"; }

memory 50
# shellcheck disable=SC2016
unshare -Urm sh -c 'mount -t tmpfs -o size=4m,nr_inodes=1k data "$1/data" && mount -t tmpfs run "$1/run" && mkdir "$1/run/log" &&
	exec python3 "$0" "$1" "$2"' "$tests/namespace/shortage.py" "$root" "$work/meminfo" >"$console" 2>&1 &
python=$!
at_exit "kill $python \$(cat /proc/$python/task/$python/children) 2>/dev/null || true"
wait_for '[ -e "/proc/$python/root$root/run/log/whit" ]' 10 || true
data=/proc/$python/root$root/data

memory 9
dd if=/dev/zero of="$data/fill" bs=64k count=55 2>/dev/null # 512 KiB of 4 MiB
ok "memory below a tenth" says 'memory: runs short: 90 of 1000 MiB are left' 15
ok "of /data an eighth is left: no word" not has "$console" '/data'
memory 3
dd if=/dev/zero of="$data/more" bs=64k count=7 2>/dev/null
ok "memory below a thirtieth" says 'memory: is nearly full: 30 of 1000 MiB are left' 15
ok "/data below a thirtieth" says '/data: is nearly full: 0 of 4 MiB are left' 5
memory 50
rm "$data/fill"
ok "memory is there again" says 'memory: there is room again: 500 of 1000 MiB are left' 15
ok "and room on /data" says '/data: there is room again: 3 of 4 MiB are left' 5
is "each is said once" "$(grep -c 'MiB are left' "$console")" 5
done_testing
