#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Services that misbehave are contained and reported; the well-behaved one beside them never notices.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

# Dead children of init that it has not reaped.
zombies() { grep -l "^PPid:.$init_pid\$" /proc/[0-9]*/status 2>/dev/null | xargs grep -l '^State:.Z' 2>/dev/null | wc -l; }

# Processes of inner pid namespaces, which have a second pid.
inner() { grep -El '^NSpid:.*[[:space:]][0-9]+[[:space:]]+[0-9]+$' /proc/[0-9]*/status 2>/dev/null; }

# session_size PID: how many processes there are in the session of what init sees as PID.
session_size() { inner | xargs grep -El "^NSsid:.*[[:space:]]$1\$" 2>/dev/null | wc -l; }

role good
service daemon '--notify' 'ready = notify'
role bad
service never '' 'ready = fd 3' 'ready-timeout = 300ms' 'required = no'
service dies '--sleep 100 --exit 3' 'ready = fd 3' 'required = no'
service silent '--close-log --notify' 'ready = notify'
service closes '--ready-fd 3 --close-all' 'ready = fd 3'
service stubborn '--ignore-term --notify' 'ready = notify' 'stop-timeout = 300ms'
service absent '--missing' 'required = no'
sed -i 's|/usr/bin/stub-daemon --missing|/usr/bin/no-such-daemon|' "$role_conf"
role web
service orphans '--orphans 20 --notify' 'ready = notify'
service zombies '--zombies 2000 --notify' 'ready = notify'
service flood '--flood 200000 --notify' 'ready = notify'
service leaves '--stay /run/stays --notify' 'ready = notify'
service check '--check /data/check --notify' 'ready = notify' 'files = 100' 'capabilities = net_bind_service'
boot

ok "the machine becomes ready, whatever optional services do" says 'whit: ready: bad good web'
ok "who never becomes ready is stopped" says 'role bad: never is not ready after 0\.30 s, stopping it'
ok "who never becomes ready is started again" says 'role bad: never: restarting'
ok "who dies at the start is reported with its exit code" says 'role bad: dies died \(exit code 3\)'
ok "a program that is not there is named" says 'bad.absent: cannot be started: execute: No such file'
is "who closes its log goes on" "$(state_of bad silent)" ready
is "who closes every descriptor goes on" "$(state_of bad closes)" ready
ok "a flood of lines is cut and counted" says 'web.flood: [0-9]+ lines dropped'
at_most "lines of the flood on the console" "$(count 'web.flood: line')" 400
ok "2,000 zombies are reaped" wait_for '[ "$(zombies)" = 0 ]' 10
is "beside all that a good service is never restarted" \
	"$(query '.roles[] | select(.name == "good").services[0] | "\(.state) \(.restarts)"')" "ready 0"

ok "a service has no privileges to gain" has "$root/data/check" '^NoNewPrivs:.1'
ok "its capabilities are those of its manifest" has "$root/data/check" '^CapEff:.0000000000000400'
ok "it can gain no others" has "$root/data/check" '^CapBnd:.0000000000000400'
ok "it inherits no descriptors but its own" has "$root/data/check" '^Descriptors:.3'
ok "it inherits no blocked signals" has "$root/data/check" '^SigBlk:.0*$'
ok "it has its own session" has "$root/data/check" '^Session:.1'

leaver=$(pid_of web leaves)
is "a service leaves a process behind" "$(session_size "$leaver")" 2
signal 9 "$leaver"
ok "it is started again" wait_for '[ "$(state_of web leaves)" = ready ] && [ "$(pid_of web leaves)" != "$leaver" ]' 5
is "what it left behind is killed" "$(session_size "$leaver")" 0

ok "a role can be stopped" whit stop bad
ok "who ignores SIGTERM is killed" says 'role bad: stubborn does not stop, killed'
ok "all of the role is stopped then" wait_for '[ "$(query ".roles[] | select(.name == \"bad\").state")" = stopped ]' 10
ok "the machine shuts down all the same" shut_down
done_testing
