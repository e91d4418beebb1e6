#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A service's own check decides, as the service, before each start and each reload; a service that needs an address waits
# for one, but not for ever.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

# The verdict of the check is what a file says, an exit code.
role web
service daemon '--append /data/trace web --notify' 'ready = notify' 'reload = HUP' \
	'check = /usr/bin/stub-daemon --append /data/trace check --exit-as /data/verdict'
role slow
service daemon '--notify' 'ready = notify' 'ready-timeout = 1s' 'required = no' 'check = /usr/bin/stub-daemon --sleep 60000'
role late
service daemon '--notify' 'ready = notify' 'needs-address = 2s'
echo 0 >"$root/data/verdict"
boot
ok "who has a good check starts" says 'role web: daemon ready'
is "it was asked before" "$(head -n 2 "$root/data/trace" | xargs)" "check web"
ok "a check that hangs is ended" says 'slow.daemon.check: takes too long, killed'
ok "and tried again later" says 'role slow: daemon: its check fails .signal 9.*it is not started'
is "its service has not run" "$(query '.roles[] | select(.name == "slow").services[0].restarts')" 0
ok "who needs an address waits no longer than he says" says 'role late: daemon: no card has an address: it is started all the same'
ok "and is started then" says 'role late: daemon ready'
whit stop slow

pid=$(pid_of web daemon)
echo 1 >"$root/data/verdict"
whit reload web
ok "a check that refuses is said at a reload" says 'role web: daemon: its check fails .exit code 1.: it goes on as it was'
is "what runs is left untouched" "$(pid_of web daemon) $(grep -c '^reload' "$root/data/trace")" "$pid 0"
is "the status has it" "$(query '.roles[] | select(.name == "web").services[0] | .check + ", " + .state')" "exit code 1, ready"
ok "also for people" sh -c "cat >'$work/status'; grep -q 'web.daemon .* its check fails: exit code 1' '$work/status'" <<END
$(whit status)
END
echo 0 >"$root/data/verdict"
whit reload web
ok "a good one lets it reload" wait_for '[ "$(grep -c "^reload web" "$root/data/trace")" = 1 ]' 5
is "its process stays" "$(pid_of web daemon)" "$pid"
is "the status forgets the old verdict" "$(query '.roles[] | select(.name == "web").services[0].check')" ""

echo 1 >"$root/data/verdict"
signal 9 "$pid"
ok "before a restart it refuses too" says 'role web: daemon: its check fails .exit code 1.: it is not started'
ok "and the service has failed" wait_for '[ "$(state_of web daemon)" = failed ]' 5
echo 0 >"$root/data/verdict"
ok "until somebody starts it" whit start web
ok "then it is asked again and runs" wait_for '[ "$(state_of web daemon)" = ready ]' 5
mkdir -p "/proc/$init_pid/root/run/net"
: >"/proc/$init_pid/root/run/net/online"
ok "it ends in order" shut_down
kill_init

fresh_root
role late
service daemon '--notify' 'ready = notify' 'needs-address = 1m'
with_network
boot
ok "with the loopback card alone there is no address" says 'net ready'
is "so it waits" "$(state_of late daemon)" waiting
: >"/proc/$init_pid/root/run/net/online"
ok "when a card has one it starts at once" says 'role late: daemon ready' 5
ok "and ends" shut_down
done_testing
