#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A service goes on without any log program.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

lines=400000

rm "$root/usr/lib/whit/log"
role web
service flood "--flood $lines --notify" 'ready = notify' 'ready-timeout = 60s'
boot
ok "without a log program that is said" says 'log.*cannot be started: execute: No such file'
ok "and a flood waits for nobody" says 'role web: flood ready' 30
ok "the machine shuts down all the same" shut_down
done_testing
