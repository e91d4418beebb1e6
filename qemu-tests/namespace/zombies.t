#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Ten thousand dead children of others, all at once, are reaped, and PID 1 goes on answering meanwhile.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/beside.sh"

service orphans '--orphans 20 --notify' 'ready = notify'
service zombies '--notify --zombies 10000 --file /run/all' 'ready = notify'

# Dead children of init that it has not reaped.
zombies() { grep -l "^PPid:.$init_pid\$" /proc/[0-9]*/status 2>/dev/null | xargs grep -l '^State:.Z' 2>/dev/null | wc -l; }

boot
ok "they are ready" says 'whit: ready: bad good'
slowest=0
# ask: how long init takes to answer.
ask() {
	asked=$(seconds_now)
	whit status >/dev/null && slowest=$(awk "BEGIN { t = $(seconds_now) - $asked; print (t > $slowest ? t : $slowest) }")
}
for _ in $(seq 500); do
	ask || break
	[ ! -e "/proc/$init_pid/root/run/all" ] || break
done
ok "all of them were left behind" test -e "/proc/$init_pid/root/run/all"
at_most "init answers meanwhile, the slowest time" "$slowest" 2 s
ok "10,000 zombies are reaped" wait_for '[ "$(zombies)" = 0 ]' 20
unnoticed
done_testing
