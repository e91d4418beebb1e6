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

slowest=0
for kill in 1 2 3 4; do
	old=$(pid_of web daemon)
	start=$(seconds_now)
	signal 9 "$old"
	wait_for '[ "$(state_of web daemon)" = ready ] && [ "$(pid_of web daemon)" != "$old" ]' 10 || break
	took=$(awk "BEGIN { print $(seconds_now) - $start }")
	slowest=$(awk "BEGIN { print ($took > $slowest) ? $took : $slowest }")
done
is "it comes back each time" "$kill" 4
at_most "it answers again, the slowest time" "$slowest" 1.5 s
is "restarts are counted" "$(query '.roles[0].services[0].restarts')" 4
is "the last exit is told" "$(query '.roles[0].services[0].last_exit')" "signal 9 (Killed)"

old=$(pid_of web daemon)
signal 9 "$old"
ok "the fifth death in a row is backed off from" says 'role web: daemon: restarting in 2\.00 s'
is "the state is visible" "$(state_of web daemon)" backing-off
ok "the machine is not ready meanwhile" says 'whit: not ready'
ok "somebody may start it at once" whit start web
ok "it is ready again" says 'whit: ready: web' && wait_for '[ "$(query .ready)" = true ]' 1
done_testing
