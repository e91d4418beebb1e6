#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# The log program, killed during a flood, loses no line, and nobody waits for it; `whit logs` shows what was kept.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

lines=400000

# code COMMAND...: its exit code.
code() { "$@" >"$work/code.log" 2>&1 && echo 0 || echo $?; }

# flood_numbers: of the kept lines of the flood the first number, the last, how many, and how many are not the next one.
flood_numbers() {
	whit logs web.flood | awk '$3 == "line" { if (!n++) first = $4; else if ($4 != last + 1) gaps++; last = $4 }
		END { print first + 0, last + 0, n + 0, gaps + 0 }'
}

role web
service flood "--flood $lines --notify" 'ready = notify' 'log-size = 64M' 'ready-timeout = 60s'
role good
service daemon '--say hello_there --notify' 'ready = notify'
service dies '--mutter last_words --exit 3' 'required = no'
boot
ok "the log program is ready" says 'log ready after'
kills=0
while [ "$kills" -lt 3 ]; do
	wait_for '[ "$(count "log ready after")" -gt "$kills" ]' 10 || break
	signal 9 "$(query '.system[] | select(.name == "log").services[0].pid')"
	kills=$((kills + 1))
	wait_for '[ "$(count "log died .signal 9")" -ge "$kills" ]' 10 || break
done
is "it is killed three times during the flood" "$kills" 3
ok "who floods ends its flood" says 'role web: flood ready' 60
ok "the log program is back" wait_for '[ "$(count "log ready after")" -gt 3 ]' 10
ok "it takes the rest" wait_for 'flood_numbers | grep -q " $((lines - 1)) "' 30
is "no line is lost, none stands twice" "$(flood_numbers)" "0 $((lines - 1)) $lines 0"
ok "the console tells how many it did not show" says 'web.flood: [0-9]+ lines dropped: more than 50 a second'
at_most "lines of the flood on the console" "$(count 'web.flood: line')" 1500
is "beside all that nobody was restarted" "$(query '[.roles[] | select(.name == "web").services[0].restarts] | add')" 0

ok "an unfinished last line is a line" says 'good.dies: last_words$'
whit logs whit >"$work/own"
ok "init's own lines are kept from the first on" has "$work/own" 'Z whit: whit 0 .namespace. starts'
is "each of them once" "$(sort "$work/own" | uniq -d | wc -l)" 0
whit logs good.daemon >"$work/good"
ok "a service's lines have date and name" has "$work/good" '^20[0-9-]+T[0-9:.]+Z good.daemon: hello_there$'
is "a role's name is all of its services" "$(whit logs good | awk '{ print $2, $3 }' | sort -u | grep -c 'daemon: hello_there\|dies: last_words')" 2
ok "--json is a valid object a line" test "$(whit logs --json good.daemon | jq -r 'select(.text == "hello_there") |
	"\(.source) \(.severity) \(.number) \(.uptime > 0) \(.time[0:2])"')" = "good.daemon 6 0 true 20"
is "--since leaves out what is older" "$(whit logs --since 2099-01-01T00:00:00Z good | wc -l)" 0
is "--since takes a duration" "$(whit logs --since 1h good.daemon | grep -c hello_there)" 1
is "a bad time is a mistake" "$(code whit logs --since yesterday)" 2
is "a source that is not there fails" "$(code whit logs nobody)" 1
at_most "a ring of 64 K takes" "$(stat -c %s "/proc/$init_pid/root/run/log/good.daemon")" 82000 bytes

inside /usr/bin/whit logs -f good.daemon >"$work/follow" 2>&1 &
follow=$!
at_exit "kill $follow 2>/dev/null || true"
ok "-f shows what was there" wait_for 'has "$work/follow" hello_there' 5
whit restart good
ok "and what comes" wait_for '[ "$(grep -c hello_there "$work/follow")" = 2 ]' 10
ok "the machine shuts down" shut_down
ok "the last words are init's" sh -c "tail -n 1 '$console' | grep -q 'whit: power off'"
ok "the log program ends by itself" has "$console" 'log stopped \(exit code 0\)'
done_testing
