#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A service is killed 50 times, each time as soon as it runs: the delay grows to its ceiling and PID 1 keeps answering.
# From the fifth time on `whit start` skips the delay, else this would take most of an hour.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

role web
service daemon '--notify' 'ready = notify'
boot
ok "it becomes ready" says 'role web: daemon ready'
before=$(awk '/^VmRSS/ { print $2 }' "/proc/$init_pid/status")
fds_before=$(find "/proc/$init_pid/fd" | wc -l)

kills=0
while [ "$kills" -lt 50 ]; do
	wait_for '[ "$(count "daemon ready after")" -gt "$kills" ]' 10 || break
	signal 9 "$(pid_of web daemon)"
	kills=$((kills + 1))
	wait_for '[ "$(count "daemon: restarting in")" -ge "$kills" ]' 5 || break
	[ "$kills" -lt 5 ] || whit start web || break
done
is "it was killed 50 times and came back 49 times" "$kills" 50
ok "the delay reaches its ceiling" has "$console" 'daemon: restarting in 60\.00 s'
is "no delay is beyond it" "$(count 'restarting in (6[1-9]|[7-9][0-9]|[0-9]{3,})')" 0
ok "it still comes back" wait_for '[ "$(state_of web daemon)" = ready ]' 5
at_most "memory of PID 1 has grown by" \
	"$(($(awk '/^VmRSS/ { print $2 }' "/proc/$init_pid/status") - before))" 64 kB
is "no descriptor is lost" "$(find "/proc/$init_pid/fd" | wc -l)" "$fds_before"
done_testing
