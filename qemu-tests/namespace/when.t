#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A service with `when` runs while the file it names is there after the role was prepared, and nobody misses it otherwise.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

role web
service one '--notify' 'ready = notify'
service two '--notify' 'ready = notify' 'when = /data/wanted' 'after = one' 'reload = HUP'
service three '--notify' 'ready = notify' 'when = /data/wanted' 'after = two'
boot
ok "without them the machine is ready" says 'whit: ready: web'
is "they wait" "$(state_of web two) $(state_of web three)" "waiting waiting"
is "and the role is well" "$(query '.roles[] | select(.name == "web").state')" ready
: >"$root/data/wanted"
whit reload web
ok "when it is asked for it starts" wait_for '[ "$(state_of web two)" = ready ]' 5
ok "and who stands after it" wait_for '[ "$(state_of web three)" = ready ]' 5
pid=$(pid_of web two)
whit reload web
ok "a reload leaves it running" wait_for '[ "$(pid_of web two)" = "'"$pid"'" ]' 5
rm "$root/data/wanted"
whit reload web
ok "when it is asked for no more it ends" wait_for '[ "$(state_of web two) $(state_of web three)" = "waiting waiting" ]' 5
is "and the machine is ready all the same" "$(query '.ready')" true
whit stop web
ok "it is stopped with its role" wait_for '[ "$(state_of web two)" = stopped ]' 5
ok "it ends in order" shut_down
done_testing
