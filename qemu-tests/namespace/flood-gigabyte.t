#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A service that writes a counted gigabyte into its log: every line is taken, and shown or counted, and PID 1 has neither work nor memory
# to give for it.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/flood.sh"

lines=1000000 # of 1,000 bytes

memory() { awk '/^VmRSS/ { print $2 }' "/proc/$init_pid/status"; }

role web
service good '--notify' 'ready = notify'
role bad
service pours "--sleep 1000 --pour $lines --notify" 'ready = notify' 'ready-timeout = 2m' 'required = no'
boot
ok "the other is ready" says 'role web: good ready'
before=$(memory) ticks=$(ticks) since=$(seconds_now)
ok "all of it is written" says 'role bad: pours ready' 100
note "$lines lines in $(awk "BEGIN { print $(seconds_now) - $since }") s"
at_most "per cent of a processor that PID 1 takes meanwhile" \
	"$(awk "BEGIN { print int(100 * ($(ticks) - $ticks) / $(getconf CLK_TCK) / ($(seconds_now) - $since)) }")" 10
at_most "memory of PID 1 has grown by" "$(($(memory) - before))" 64 kB
ok "the last line is kept" wait_for 'whit logs bad.pours | grep -q " line 0*$((lines - 1))\$"' 10
at_most "bytes that are kept" "$(stat -c %s "/proc/$init_pid/root/run/log/bad.pours")" 82000
whit restart web # its line comes behind the count of those dropped
ok "the other is heard" wait_for '[ "$(count "role web: good ready")" = 2 ]' 10
ok "it shuts down" shut_down
shown=$(count 'bad\.pours: line [0-9]')
counted=$(sed -n 's/.*bad\.pours: \([0-9]*\) lines \(dropped\|lost\).*/\1/p' "$console" | awk '{ sum += $1 } END { print sum + 0 }')
is "lines shown, and lines counted as not shown" "$((shown + counted))" "$lines"
done_testing
