#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# On one processor roles start one after the other; one that takes its time holds up the next for 2 s, and one that is stopped
# before its turn does not start.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
taskset -p -c 0 $$ >/dev/null 2>&1 || skip_all "this machine does not let a process choose its processor"

# started NAME: when its first process was seen, in milliseconds of init's clock.
started() { sed -n "s/^\[ *\([0-9]*\)\.\([0-9]\{3\}\).*$1\.daemon: here\$/\1\2/p" "$console" | sed 's/^0*//'; }
ready() { sed -n "s/^\[ *\([0-9]*\)\.\([0-9]\{3\}\).*role $1: daemon ready.*/\1\2/p" "$console" | sed 's/^0*//'; }

role a
service daemon '--say here --sleep 500 --ready-fd 3' 'ready = fd 3'
role b
service daemon '--say here --ready-fd 3' 'ready = fd 3'
boot
ok "both become ready" says 'whit: ready: a b'
ok "the second starts when the first is ready" test "$(started b)" -ge "$(ready a)"
ok "and at once" test $(($(started b) - $(ready a))) -lt 500
shut_down

fresh_root
role a
service daemon '--say here --sleep 20000' 'ready = fd 3' 'ready-timeout = 1m'
role b
service daemon '--say here --sleep 20000' 'ready = fd 3' 'ready-timeout = 1m'
role c
service daemon '--say here' 'required = no'
boot
ok "a slow one does not hold up the next for ever" says 'b\.daemon: here' 5
ok "but for 2 s" test $(($(started b) - $(started a))) -ge 1900
ok "a role can be stopped before its turn" whit stop c
ok "it does not start" [ "$(count 'c\.daemon: here')" = 0 ]
ok "nothing is in the way of a stop" shut_down
done_testing
