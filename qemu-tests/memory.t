#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# Memory: how little is enough to serve, and how much is used at rest.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
need_lab

for platform in vm universal; do
	machine_memory=$("$top/scripts/promise" "least-memory-$platform")
	machine_start "$(image_of "$tests/sites/http" PLATFORM=$platform)"
	ok "$platform: http is served with -m $machine_memory" wait_for http_answers 60
	ok "$platform: nothing was killed for want of memory" not has "$(machine_console)" 'Out of memory|oom|cannot allocate'
	machine_kill
done

# At rest: the machine's 128 MiB minus MemAvailable, some seconds after it became ready. The image is a debug one, for the
# shell that reads the figure; so the figure includes a shell that no release has.
machine_memory=128
for platform in vm universal; do
	for role in dns http; do
		machine_start "$(image_of "$tests/sites/$role" PLATFORM=$platform PROFILE=debug)"
		ok "$platform with $role: becomes ready" machine_ready 60
		ok "$platform with $role: serves" wait_for "${role}_answers" 20
		wait_for false 3 || true
		available=$(machine_run cat /proc/meminfo | tee "$evidence/$platform-$role.meminfo" | awk '/^MemAvailable/ { print $2 }')
		at_most "$platform with $role: memory at rest" "$(awk "BEGIN { printf \"%.1f\", (128 * 1024 - $available) * 1024 / 1e6 }")" \
			"$("$top/scripts/promise" "memory-$platform")" MB
		machine_kill
	done
done
done_testing
