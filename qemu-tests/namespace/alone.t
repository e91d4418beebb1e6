#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# init is only for PID 1, and a machine without a role, or with services that hang at the end, still ends.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

ok "init refuses to run as another process" not "$root/init"
boot
ok "an image without roles is ready" says 'whit: ready:'
ok "it shuts down" shut_down 5
kill_init

role web
service first '--ignore-term --notify' 'ready = notify' 'stop-timeout = 500ms'
service second '--ignore-term --notify' 'ready = notify' 'stop-timeout = 500ms' 'after = first'
boot
ok "it becomes ready" says 'whit: ready: web'
start=$(seconds_now)
ok "services that do not stop do not stop the shutdown" shut_down 10
at_most "the shutdown took" "$(awk "BEGIN { print $(seconds_now) - $start }")" 4 s
done_testing
