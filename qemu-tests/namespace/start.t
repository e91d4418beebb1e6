#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Services start, become ready in each of the four ways, wait for each other and stop in reverse order.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

role web
service first '--append /data/order first --sleep 200 --ready-fd 3' 'ready = fd 3'
service second '--append /data/order second --sleep 100 --notify' 'ready = notify' 'after = first'
service third '--append /data/order third --file /run/third' 'ready = file /run/third' 'after = second'
service fourth '--append /data/order fourth' 'after = first second third'
boot

ok "all become ready" says 'whit: ready: web'
ok "a newline on a descriptor is readiness" says 'role web: first ready after 0\.[2-9]'
ok "READY=1 is readiness" says 'role web: second ready after 0\.[1-9]'
ok "a file is readiness" says 'role web: third ready'
ok "to run is readiness" says 'role web: fourth ready'
is "they start in the order of after" "$(tr '\n' ' ' <"$root/data/order")" "first second third fourth "
is "the host has its name" "$(query .hostname)" tester
ok "status is JSON" test "$(query .ready)" = true
is "every service has a pid" "$(query '[.roles[].services[].pid > 1] | all')" true
whit status >"$work/status"
ok "status is text" has "$work/status" '^web\.first +ready'
: >"$root/data/order"
ok "SIGTERM ends init" shut_down
is "they stop in reverse order" "$(tr '\n' ' ' <"$root/data/order")" \
	"stop fourth stop third stop second stop first "
ok "the end is said" has "$console" 'whit: power off'
done_testing
