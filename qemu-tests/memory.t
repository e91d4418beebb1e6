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

for platform in vm universal; do
	for role in dns http; do
		at_most "$platform with $role: memory at rest" "$(memory_at_rest $role $platform)" \
			"$("$top/scripts/promise" "memory-$platform")" MB
	done
done

# PID 1 itself, with two roles: all of it that is in memory, its program text too.
machine_memory=512
machine_start "$(image_of "$tests/sites/both" PROFILE=debug)"
ok "two roles are ready" machine_ready 60
at_most "PID 1's resident memory" "$(machine_run 'grep VmRSS /proc/1/status' | awk '{ print $2 }')" "$("$top/scripts/promise" memory-init)" KiB
machine_kill
done_testing
