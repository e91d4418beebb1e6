#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# What a service leaves behind when it dies is killed before its successor starts.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/beside.sh"

service leaves '--stay /run/stays --notify' 'ready = notify'
boot
ok "it becomes ready" says 'whit: ready: bad good'
leaver=$(pid_of bad leaves)
is "a service leaves a process behind" "$(session_size "$leaver")" 2
signal 9 "$leaver"
ok "it is started again" wait_for '[ "$(state_of bad leaves)" = ready ] && [ "$(pid_of bad leaves)" != "$leaver" ]' 5
is "what it left behind is killed" "$(session_size "$leaver")" 0
unnoticed
done_testing
