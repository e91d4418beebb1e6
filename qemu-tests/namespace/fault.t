#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Each call of PID 1 that may fail fails once in turn (init/tests/fault.c), from its first step to its last: before "we must not
# die" init says why it cannot start; after it, it becomes ready, answers, restarts a role and ends in order all the same. It says what
# failed, or faults.silent says why it need not.
#
#   FAULT_STEP   every how many-th call (20); 1 = all of them, about three minutes
#   FAULT_FIRST  the first one
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/../faults.sh"

step=${FAULT_STEP:-20}
first=${FAULT_FIRST:-$((1 + $(date +%s) % step))}

init=$out/tests/init-fault
faults_of "$init"
fresh_root
role web 'prepare = /usr/bin/stub-daemon --exit 0'
service first '--notify' 'ready = notify' 'ready-timeout = 3s'
service second '--ready-fd 3' 'ready = fd 3' 'ready-timeout = 3s' 'after = first'

asks() { whit status --json | jq -e '.roles[0].state == "ready"' >/dev/null 2>&1; }
has_ended() { ! kill -0 "$unshare_pid" 2>/dev/null; }

# survive: one life with one fault; prints what went wrong, if anything.
survive() {
	start_init
	wait_for 'has "$console" "whit: ready: web" || has_ended' 40 || { echo "hangs at the start"; return; }
	if ! has "$console" 'whit: ready: web'; then
		has "$console" 'whit: cannot start: ' || echo "dies without a word"
		return
	fi
	find_init || { echo "dies"; return; }
	if ! has "$console" 'whit: no control socket'; then
		wait_for asks 20 || echo "does not answer"
		wait_for 'whit restart web' 5 || echo "does not restart a role"
		wait_for '[ "$(count "role web: second ready")" -ge 2 ] && asks' 40 || echo "is not ready again"
	fi
	shut_down 40 || echo "does not end"
	has "$console" 'whit: power off' || echo "ends out of order"
}

export FAULT=0
survive >"$work/wrong"
kill_init
fault_none "$console"
call=$first
while :; do
	export FAULT="$call"
	survive >"$work/wrong"
	kill_init
	fault_seen "$console" "$call" || break
	call=$((call + step))
done
faults_end 10
done_testing
