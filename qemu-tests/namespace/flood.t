#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Whoever floods PID 1 costs it no more than a tenth of a processor, and keeps nobody else from being heard.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

# share: the per cent of a processor that init uses over five seconds, its children not counted.
ticks() { awk '{ print $14 + $15 }' "/proc/$init_pid/stat"; }
share() {
	share_before=$(ticks) share_since=$(seconds_now)
	wait_for false 5 || true
	awk "BEGIN { print int(100 * ($(ticks) - $share_before) / $(getconf CLK_TCK) / ($(seconds_now) - $share_since)) }"
}

# flood NAME 'STUB ARGUMENTS' [LINE...]: boots with one service that floods and one beside it.
flood() {
	fresh_root
	role web
	service good '--notify' 'ready = notify'
	role bad
	name=$1
	shift
	service flood "$@"
	boot
	ok "$name: the other is ready" says 'role web: good ready'
	at_most "$name: per cent of a processor that PID 1 takes" "$(share)" 10
	signal 9 "$(pid_of web good)"
	ok "$name: the other is heard again" wait_for '[ "$(count "role web: good ready")" = 2 ]' 10
	ok "$name: it shuts down" shut_down
	kill_init
}

flood "empty lines" '--blanks' 'required = no'
ok "empty lines: they are counted" says 'bad.flood: [0-9]+ lines dropped'
flood "lines" '--flood 2000000000' 'required = no'
flood "readiness" '--notify --shouts' 'ready = notify' 'required = no'
done_testing
