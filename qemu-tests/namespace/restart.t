#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A service killed again and again comes back, at first within 1.5 s, and then ever more slowly. PID 1 goes on answering.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

role web
service daemon '--notify' 'ready = notify'
boot
ok "it becomes ready" says 'role web: daemon ready'

for kill in 1 2 3 4; do
	signal 9 "$(pid_of web daemon)"
	wait_for '[ "$(count "daemon ready after")" -gt "$kill" ]' 10 || break
done
# from each death to the next answer, by init's own clock
slowest=$(tr -d '[]' <"$console" | awk '/daemon died/ { died = $1 } /daemon ready/ && died { if ($1 - died > most) most = $1 - died }
	END { print most }')
is "it comes back each time" "$kill" 4
at_most "it answers again, the slowest time" "$slowest" 1.5 s
is "restarts are counted" "$(query '.roles[0].services[0].restarts')" 4
is "the last exit is told" "$(query '.roles[0].services[0].last_exit')" "signal 9 (Killed)"

old=$(pid_of web daemon)
signal 9 "$old"
ok "the fifth death in a row is backed off from" says 'role web: daemon: restarting in 2\.00 s'
is "the state is visible" "$(state_of web daemon)" backing-off
is "so is that it is a loop" "$(query '.roles[0].services[0].crash_loop')" true
is "all its deaths are remembered" "$(query '.roles[0].services[0].deaths | length, .[0].exit')" "5
signal 9 (Killed)"
ok "the machine is not ready meanwhile" says 'whit: not ready'
ok "somebody may start it at once" whit start web
ok "it is ready again" says 'whit: ready: web' && wait_for '[ "$(query .ready)" = true ]' 1
done_testing
