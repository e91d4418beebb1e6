# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154 # used by, and set in, those who source this
# Services that misbehave are contained and reported; the well-behaved one beside them never notices. Sourced after namespace.sh.

role good
service daemon '--notify' 'ready = notify'
role bad

# unnoticed: the good one was never restarted, and the machine shuts down.
unnoticed() {
	is "beside all that a good service is never restarted" \
		"$(query '.roles[] | select(.name == "good").services[0] | "\(.state) \(.restarts)"')" "ready 0"
	ok "the machine shuts down" shut_down
}

# inner: the proc(5) status files of those that init has as processes.
inner() {
	find /proc/[0-9]*/ns/pid -lname "$(readlink "/proc/$init_pid/ns/pid" | sed 's/[][]/\\&/g')" 2>/dev/null |
		sed 's|/ns/pid$|/status|'
}

# session_size PID: how many processes there are in the session of what init sees as PID.
session_size() { inner | xargs grep -El "^NSsid:.*[[:space:]]$1\$" 2>/dev/null | wc -l; }
