#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# alone: a killed service has 1.5 s to answer
# Each role's process is killed with SIGKILL again and again: early on it answers within 1.5 s, then init backs off,
# and is never blocked itself. KILLS (9) in a row; the back-off makes 50 of them (`make soak`) take three quarters of an hour.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
need_lab
kills=${KILLS:-9}
machine_start "$(image_of "$tests/sites/both" PROFILE=debug)"
ok "becomes ready" machine_ready 60

# kill_role PROGRAM: SIGKILL to the oldest process of that name, which is the service itself; init is asked at once how it is, and the
# time of its answer noted.
kill_role() {
	machine_run "kill -9 \$(pidof $1 | tr ' ' '\n' | sort -n | head -n 1)
		time -p whit status >/dev/null 2>>/tmp/answers &"
}

# seconds_until CONDITION: how long it takes from now; 99 when it is more than 90 s.
seconds_until() {
	asked=$(own_seconds_now)
	if wait_for "$1" 90; then awk "BEGIN { printf \"%.2f\\n\", $(own_seconds_now) - $asked }"; else echo 99; fi
}

# knotd_answers: asks every 20 ms until the answer is there; dig would wait a second for what was lost on the way.
gcc -O2 -o "$work/first-answer" "$top/bench/first-answer.c"
knotd_answers() { "$work/first-answer" "$machine_address" 70; }
nginx_answers() { http_answers; }

for program in knotd nginx; do
	ok "$program: answers at first" wait_for "${program}_answers" 20
	for count in 1 2 3 4; do
		kill_role $program
		seconds_until "${program}_answers" >>"$evidence/$program.seconds"
	done
	note "$program: $(paste -sd' ' "$evidence/$program.seconds") s"
	at_most "$program: each of the first four times answers again" "$(sort -n "$evidence/$program.seconds" | sed -n 4p)" \
		"$("$top/scripts/promise" restart)" s
done

# From here on both at once, so that they wait at the same time.
while [ "$count" -lt "$kills" ]; do
	count=$((count + 1))
	for program in knotd nginx; do kill_role $program; done
	for program in knotd nginx; do seconds_until "${program}_answers" >>"$evidence/$program.seconds" & done
	wait_for '[ "$(cat "$evidence"/*.seconds | wc -l)" -eq $((2 * count)) ]' 100
done

for program in knotd nginx; do
	slowest=$(sort -n "$evidence/$program.seconds" | tail -n 1)
	is "$program: came back after each of the kills" "$(grep -cvx 99 "$evidence/$program.seconds")" "$kills"
	at_least "$program: init backs off when it keeps dying" "$slowest" 2 s
	at_most "$program: and never waits longer than it says" "$slowest" 62 s
	ok "$program: the console says what it died of" machine_says "$program died \(signal 9" 10
	ok "$program: and what comes next" machine_says "$program: restarting in" 10
done
machine_run cat /tmp/answers >"$evidence/answers"
is "init was asked after each kill" "$(grep -c '^real' "$evidence/answers")" $((2 * kills))
at_most "and has answered at once, the slowest time" "$(awk '/^real/ { print $2 }' "$evidence/answers" | sort -n | tail -n 1)" 1 s
ok "shuts down cleanly after all that" machine_stop
done_testing
