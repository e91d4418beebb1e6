#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A log program that hangs keeps no service from starting; it is killed, and another has every line.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

role good
service daemon '--say hello_there --notify' 'ready = notify'
boot
ok "it becomes ready" says 'whit: ready: good'
ready=$(count 'log ready after')
signal 19 "$(query '.system[] | select(.name == "log").services[0].pid')"
whit restart good
ok "while the log program hangs services start all the same" wait_for '[ "$(state_of good daemon)" = ready ]' 10
ok "that it hangs is noticed" wait_for '[ "$(count "log hangs, killed")" = 1 ]' 40
ok "and another is in its place" wait_for "[ \"\$(count 'log ready after')\" -gt $ready ]" 10
ok "which has what was said meanwhile" wait_for '[ "$(whit logs good.daemon | grep -c hello_there)" = 2 ]' 10
ok "the machine shuts down" shut_down
done_testing
