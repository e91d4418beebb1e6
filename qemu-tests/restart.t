#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# A role's process is killed with SIGKILL again and again: early on it answers within 1.5 s each time, then init backs off, and
# is never blocked itself. KILLS (9) in a row; the back-off makes 50 of them (`make soak`) take three quarters of an hour.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
need_lab
kills=${KILLS:-9}
machine_start "$(image_of "$tests/sites/both" PROFILE=debug)"
ok "becomes ready" machine_ready 60

# kill_role PROGRAM: SIGKILL to the oldest process of that name, which is the service itself.
kill_role() { machine_run "kill -9 \$(pidof $1 | tr ' ' '\n' | sort -n | head -n 1)"; }

# seconds_until CONDITION: how long it takes, or nothing when it is more than 70 s.
seconds_until() {
	asked=$(seconds_now)
	wait_for "$1" 70 && awk "BEGIN { printf \"%.2f\", $(seconds_now) - $asked }"
}

for pair in knotd:dns_answers nginx:http_answers; do
	program=${pair%:*} answers=${pair#*:}
	ok "$program: answers at first" wait_for "$answers" 20
	slowest=0 count=0
	while [ $count -lt "$kills" ]; do
		count=$((count + 1))
		kill_role "$program"
		took=$(seconds_until "$answers")
		case $count in
		[1-4]) at_most "$program, kill $count: answers again" "${took:-99}" "$("$top/scripts/promise" restart)" s ;;
		*) [ -n "$took" ] || break ;;
		esac
		slowest=$(printf "%s\n" "$slowest" "${took:-99}" | sort -n | tail -n 1)
	done
	is "$program: came back after each of the kills" "$count" "$kills"
	at_least "$program: init backs off when it keeps dying" "$slowest" 2 s
	at_most "$program: and never waits longer than it says" "$slowest" 62 s
	at_most "$program: init itself answers at once" "$(machine_run 'time -p whit status >/dev/null' 2>&1 | awk '/real/ { print $2 }')" 1 s
	ok "$program: the console says what it died of" has "$(machine_console)" "$program died \(signal 9"
	ok "$program: and what comes next" has "$(machine_console)" "$program: restarting in"
done
ok "shuts down cleanly after all that" machine_stop
done_testing
