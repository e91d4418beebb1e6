#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A service starts with the rights of its manifest, a session of its own, and nothing of what init has open or blocked.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/beside.sh"

service check '--check /data/check --notify' 'ready = notify' 'files = 100' 'capabilities = net_bind_service'
boot
ok "it becomes ready" says 'whit: ready: bad good'
ok "a service has no privileges to gain" has "$root/data/check" '^NoNewPrivs:.1'
ok "its capabilities are those of its manifest" has "$root/data/check" '^CapEff:.0000000000000400'
ok "it can gain no others" has "$root/data/check" '^CapBnd:.0000000000000400'
ok "it inherits no descriptors but its own" has "$root/data/check" '^Descriptors:.3'
ok "it inherits no blocked signals" has "$root/data/check" '^SigBlk:.0*$'
ok "it has its own session" has "$root/data/check" '^Session:.1'
unnoticed
done_testing
