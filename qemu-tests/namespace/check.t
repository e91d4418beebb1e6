#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A service's own check decides, as the service, before each start and each reload.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

# The verdict of the check is what a file says, an exit code.
role web
service daemon '--append /data/trace web --notify' 'ready = notify' 'reload = HUP' \
	'check = /usr/bin/stub-daemon --append /data/trace check --exit-as /data/verdict'
role slow
service daemon '--notify' 'ready = notify' 'ready-timeout = 1s' 'required = no' 'check = /usr/bin/stub-daemon --sleep 60000'
echo 0 >"$root/data/verdict"
boot
ok "who has a good check starts" says 'role web: daemon ready'
is "it was asked before" "$(head -n 2 "$root/data/trace" | xargs)" "check web"
ok "a check that hangs is ended" says 'slow.daemon.check: takes too long, killed'
ok "and tried again later" says 'role slow: daemon: its check fails .signal 9.*it is not started'
is "its service has not run" "$(query '.roles[] | select(.name == "slow").services[0].restarts')" 0
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
ok "it ends in order" shut_down
done_testing
