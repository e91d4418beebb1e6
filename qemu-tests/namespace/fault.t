#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Each call of PID 1 that may fail fails once in turn (init/tests/fault.c), from its first step to its last: before "we must not
# die" init says why it cannot start; after it, it becomes ready, answers, restarts a role and ends in order all the same.
#
#   FAULT_STEP   every how many-th call (20); 1 = all of them, about ten minutes
#   FAULT_FIRST  the first one
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

step=${FAULT_STEP:-20}
call=${FAULT_FIRST:-$((1 + $(date +%s) % step))}
report=$evidence/faults
: >"$report"

init=$out/tests/init-fault
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
		wait_for asks 40 || echo "is not ready again"
	fi
	shut_down 40 || echo "does not end"
	has "$console" 'whit: power off' || echo "ends out of order"
}

faults=0 silent=0
while :; do
	export FAULT="$call"
	survive >"$work/wrong"
	wrong=$(paste -sd, "$work/wrong")
	kill_init
	fault=$(sed -n 's/^fault: //p' "$console")
	[ -n "$fault" ] || break # there are no more calls
	faults=$((faults + 1))
	# What was said right after it: lines of init that a life without faults does not have.
	said=$(sed -n '/^fault: /,$p' "$console" | grep -vE '^fault|ready|starts$|stopped|SIGTERM|power off|mount: ' | head -n 1)
	[ -n "$said" ] || silent=$((silent + 1))
	printf '%s\t%s\t%s\n' "$fault" "${wrong:-survived}" "$said" >>"$report"
	[ -z "$wrong" ] || cp "$console" "$evidence/console.$call"
	call=$((call + step))
done
at_least "calls that failed in turn" "$faults" 10
is "of which PID 1 did not survive" "$(grep -v '	survived	' "$report")" ""
note "$silent of them needed no word: done again at once, or of no consequence"
done_testing
