#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A service that changes its user is heard, told to stop, and killed when it does not, as any other.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/beside.sh"

with_users
service changes '--become 1234 --say whoever_I_am --notify' 'ready = notify' 'capabilities = setuid setgid'
service stubborn '--become 1235 --ignore-term --notify' 'ready = notify' 'capabilities = setuid setgid' 'stop-timeout = 300ms'
boot
ok "it becomes ready, as whoever" says 'whit: ready: bad good'
pid=$(pid_of bad changes)
is "it is another" "$(inner | xargs grep -El "^NSpid:.*[[:space:]]$pid\$" | xargs sed -n 's/^Uid:[[:space:]]*\([0-9]*\).*/\1/p')" "$(user_outside 1234)"
ok "what it says is known as its own" says 'bad.changes: whoever_I_am'
signal 9 "$pid"
ok "killed, it is started again" wait_for '[ "$(count "role bad: changes ready")" = 2 ]' 10
ok "its role can be stopped" whit stop bad
ok "it is told to" says 'role bad: changes stopped'
ok "and killed when it does not" says 'role bad: stubborn does not stop, killed'
ok "all of it is stopped then" wait_for '[ "$(query ".roles[] | select(.name == \"bad\").state")" = stopped ]' 10
unnoticed
done_testing
