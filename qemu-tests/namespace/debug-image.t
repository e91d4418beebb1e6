#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# An image for debugging says so loudly; its shell is a service of the system.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

printf '[role]\ndescription = shell\nuid = 0\n[service.shell]\ncommand = /usr/bin/stub-daemon\nrequired = no\n' >"$root/services/debug.conf"
echo 'profile = debug' >>"$root/etc/whit/build"
boot
ok "a debug image says so loudly" says 'THIS IS A DEBUG IMAGE'
ok "its shell is a service of the system" says 'debug: shell ready'
ok "and it is no role that makes the machine ready" wait_for '[ "$(query .ready)" = true ]' 5
done_testing
