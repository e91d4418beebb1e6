#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# What role.conf allows a service is what the kernel was told of its control group, whoever is slowed down by it, and what whit sandbox says.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/disk.sh"
need_lab
cp -r "$tests/sites/dns" "$work/limits"
sed -i 's/^roles .*/roles = dns limited/' "$work/limits/site.conf"
make_disk "$work/disk"
# shellcheck disable=SC2046
machine_start "$(image_of "$work/limits" PROFILE=debug ROLE_PATH="$top/roles:$tests/roles")" $(disk_options "$work/disk")
ok "the machine becomes ready" machine_ready 60
ok "/data is on its disk" machine_run "grep -q '^/dev/vda2 /data ' /proc/mounts"

# group SERVICE FILE: what stands there.
group() { machine_run cat "/sys/fs/cgroup/limited.$1/$2"; }
is "memory" "$(group sizes memory.max)" $((32 << 20))
is "memory-high" "$(group sizes memory.high)" $((24 << 20))
is "processes" "$(group sizes pids.max)" 17
is "cpu-weight" "$(group sizes cpu.weight)" 50
disk=$(machine_run cat /sys/block/vda/dev)
is "io-max, of the whole disk" "$(group sizes io.max)" "$disk rbps=1048576 wbps=1048576 riops=max wiops=max"
whole=$(($(machine_run cat /proc/meminfo | awk '/^MemTotal/ { print $2 }') * 1024))
# pages PER-CENT: the kernel counts whole pages.
pages() { awk "BEGIN { print int(int($whole / 100) * $1 / 4096) }"; }
is "a share of the memory" $(($(group shares memory.max) / 4096)) "$(pages 50)"
is "memory-high as a share" $(($(group shares memory.high) / 4096)) "$(pages 25)"
is "who has no limits has the kernel's" \
	"$(for file in memory.max memory.high pids.max cpu.weight io.max; do group free $file; done | paste -sd' ')" "max max max 100"

# seconds_to_write SERVICE: how long 6 MB take, in its group.
seconds_to_write() {
	machine_run "sh -c 'echo \$\$ >/sys/fs/cgroup/limited.$1/cgroup.procs && time -p dd if=/dev/zero of=/data/limited/$1 bs=64k count=96 conv=fsync'" 2>&1 |
		awk '/^real/ { print $2 }'
}
free=$(seconds_to_write free)
at_least "seconds that 6 MiB take at 1 MiB a second" "$(seconds_to_write sizes)" 4
at_most "and without a limit" "$free" 3

machine_run "whit sandbox limited.sizes" >"$evidence/steps"
ok "whit sandbox says all of it" has "$evidence/steps" \
	"^control group +limited.sizes: memory 33554432 bytes, pressed from 25165824 bytes on, 17 processes, 1048576 bytes a second from and to the disk $disk, processor weight 50\$"
machine_run "whit sandbox limited.free" >"$evidence/steps"
ok "and no more" has "$evidence/steps" '^control group +limited.free: processor weight 100$'
ok "nothing was refused" not has "$(machine_console)" '(memory|pids|cpu|io)\.[a-z.]* = '
ok "the machine ends" machine_stop
done_testing
