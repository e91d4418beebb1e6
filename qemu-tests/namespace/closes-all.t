#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A service that closes its log, or every descriptor it has, goes on; so it does when it has said nothing yet.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/beside.sh"

service silent '--close-log --notify' 'ready = notify'
service closes '--ready-fd 3 --close-all' 'ready = fd 3'
service first '--close-all --sleep 200 --notify' 'ready = notify'
service never '--close-all' 'ready = fd 3' 'ready-timeout = 300ms' 'required = no'
boot
ok "all become ready" says 'whit: ready: bad good'
is "who closes its log goes on" "$(state_of bad silent)" ready
is "who closes every descriptor goes on" "$(state_of bad closes)" ready
is "who closes them before it says that it is ready may still say so" "$(state_of bad first)" ready
ok "but not by one of them" says 'role bad: never is not ready after 0\.30 s'
whit restart bad
ok "they are started again like others" wait_for '[ "$(count "role bad: closes ready")" = 2 ]' 10
unnoticed
done_testing
