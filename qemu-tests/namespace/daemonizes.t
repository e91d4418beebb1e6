#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A service that goes into the background, as daemons once did, has died for init: that is said, it is backed off from, and whoever
# speaks for it is not believed.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/beside.sh"

service forks '--daemonize --sleep 300 --notify' 'ready = notify' 'ready-timeout = 3s' 'required = no'
service opens '--daemonize --sleep 100000' 'ready = started' 'required = no'
boot
ok "the machine is ready without it" says 'whit: ready: bad good'
ok "that its process has ended is said" says 'role bad: forks died \(exit code 0\)'
ok "its deaths are counted" wait_for '[ "$(query ".roles[] | select(.name == \"bad\").services[] | select(.name == \"forks\").crash_loop")" = true ]' 20
is "what it left in the background speaks for nobody" "$(count 'role bad: forks ready')" 0
ok "who is ready as soon as it runs dies too" says 'role bad: opens died \(exit code 0\)'
unnoticed
done_testing
