# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154 # used by, and set in, those who source this
# Whoever floods PID 1 costs it no more than a tenth of a processor, and keeps nobody else from being heard. Sourced after namespace.sh.

# share: the per cent of a processor that init uses over five seconds, its children not counted.
ticks() { awk '{ print $14 + $15 }' "/proc/$init_pid/stat"; }
share() {
	share_before=$(ticks) share_since=$(seconds_now)
	wait_for false 5 || true
	awk "BEGIN { print int(100 * ($(ticks) - $share_before) / $(getconf CLK_TCK) / ($(seconds_now) - $share_since)) }"
}

# flood 'STUB ARGUMENTS' [LINE...]: boots with one service that floods and one beside it.
flood() {
	role web
	service good '--notify' 'ready = notify'
	role bad
	service flood "$@"
	boot
	ok "the other is ready" says 'role web: good ready'
	at_most "per cent of a processor that PID 1 takes" "$(share)" 10
	signal 9 "$(pid_of web good)"
	ok "the other is heard again" wait_for '[ "$(count "role web: good ready")" = 2 ]' 10
	ok "it shuts down" shut_down
}
