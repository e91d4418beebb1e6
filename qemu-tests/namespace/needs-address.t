#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A service that needs an address waits for one, but no longer than it says; init waits for neither.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

role late
service daemon '--notify' 'ready = notify' 'needs-address = 1m'
role hasty
service daemon '--notify' 'ready = notify' 'needs-address = 2s'
with_network
boot
ok "with the loopback card alone there is no address" says 'net ready'
ok "who needs an address waits no longer than he says" says 'role hasty: daemon: no card has an address: it is started all the same'
ok "and is started then" says 'role hasty: daemon ready'
is "who waits longer waits" "$(state_of late daemon)" waiting
: >"/proc/$init_pid/root/run/net/online"
ok "when a card has one it starts at once" says 'role late: daemon ready' 5
ok "it ends" shut_down
done_testing
