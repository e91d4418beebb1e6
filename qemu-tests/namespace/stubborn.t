#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Who ignores SIGTERM is killed after its time, and all of its role is stopped then.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/beside.sh"

service stubborn '--ignore-term --notify' 'ready = notify' 'stop-timeout = 300ms'
service obeys '--notify' 'ready = notify' 'after = stubborn'
boot
ok "it becomes ready" says 'whit: ready: bad good'
ok "a role can be stopped" whit stop bad
ok "who ignores SIGTERM is killed" says 'role bad: stubborn does not stop, killed'
ok "all of the role is stopped then" wait_for '[ "$(query ".roles[] | select(.name == \"bad\").state")" = stopped ]' 10
is "who obeys was not killed" "$(count 'obeys does not stop')" 0
unnoticed
done_testing
