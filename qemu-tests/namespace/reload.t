#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A reload is a program of the service's own, run as the service and in its sandbox, when its settings are good; one that fails or
# hangs is said, and the service goes on as it was.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

# The verdicts are what files say, exit codes.
role web
service daemon '--append /data/trace web --notify' 'ready = notify' \
	'check = /usr/bin/stub-daemon --exit-as /data/verdict' \
	'reload = /usr/bin/stub-daemon --append /data/trace told --check /data/rights --exit-as /data/told'
role slow
service daemon '--notify' 'ready = notify' 'ready-timeout = 1s' 'reload = /usr/bin/stub-daemon --say slowly --sleep 60000'
role long
service daemon '--notify' 'ready = notify' 'reload = /usr/bin/stub-daemon --append /data/order begin --sleep 1500 --append /data/order end --exit 0'
echo 0 >"$root/data/verdict"
echo 0 >"$root/data/told"
boot
ok "it becomes ready" says 'whit: ready: long slow web'
pid=$(pid_of web daemon)
whit reload web
ok "its program runs" wait_for '[ -s "$root/data/rights" ]' 5
ok "with the service's rights: none" has "$root/data/rights" '^CapEff:.0*$'
ok "and no privileges to gain" has "$root/data/rights" '^NoNewPrivs:.1'
is "the service got no signal, and stays" "$(grep -c '^reload' "$root/data/trace") $(pid_of web daemon)" "0 $pid"
is "nothing is said" "$(count 'its reload fails')" 0

echo 7 >"$root/data/told"
whit reload web
ok "one that fails is said" says 'role web: daemon: its reload fails .exit code 7.: it goes on as it was'
is "the service goes on" "$(pid_of web daemon) $(state_of web daemon)" "$pid ready"
echo 1 >"$root/data/verdict"
rm "$root/data/rights"
whit reload web
ok "settings that are refused are not reloaded" says 'role web: daemon: its check fails .exit code 1.: it goes on as it was'
is "its program has not run" "$(grep -c told "$root/data/trace")" 2

whit reload slow
ok "one that hangs is ended" says 'slow.daemon.reload: takes too long, killed'
ok "which is said" says 'role slow: daemon: its reload fails .signal 9'
is "the service goes on too" "$(state_of slow daemon)" ready

whit reload long
ok "a reload takes its time" wait_for '[ -s "$root/data/order" ]' 5
ok "it may be asked for again meanwhile" wait_for 'whit reload long' 5
ok "and again" wait_for 'whit reload long' 5
ok "who asks meanwhile has it run once more" wait_for '[ "$(grep -c end "$root/data/order")" = 2 ]' 5
is "one after the other" "$(paste -sd' ' "$root/data/order")" "begin end begin end"
ok "it ends in order" shut_down
done_testing
