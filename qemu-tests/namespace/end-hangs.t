#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Services that do not stop do not stop the machine from ending, in time.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

role web
service first '--ignore-term --notify' 'ready = notify' 'stop-timeout = 500ms'
service second '--ignore-term --notify' 'ready = notify' 'stop-timeout = 500ms' 'after = first'
boot
ok "it becomes ready" says 'whit: ready: web'
start=$(seconds_now)
ok "services that do not stop do not stop the shutdown" shut_down 10
at_most "the shutdown took" "$(awk "BEGIN { print $(seconds_now) - $start }")" 4 s
done_testing
