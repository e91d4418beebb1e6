#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Who never becomes ready is stopped and started again, who dies at the start is reported, who is not there is named; the machine becomes
# ready without those it does not require.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/beside.sh"

service never '' 'ready = fd 3' 'ready-timeout = 300ms' 'required = no'
service dies '--sleep 100 --exit 3' 'ready = fd 3' 'required = no'
service absent '--missing' 'required = no'
sed -i 's|/usr/bin/stub-daemon --missing|/usr/bin/no-such-daemon|' "$role_conf"
boot
ok "the machine becomes ready, whatever optional services do" says 'whit: ready: bad good'
ok "who never becomes ready is stopped" says 'role bad: never is not ready after 0\.30 s, stopping it'
ok "who never becomes ready is started again" says 'role bad: never: restarting'
ok "who dies at the start is reported with its exit code" says 'role bad: dies died \(exit code 3\)'
ok "a program that is not there is named" says 'bad.absent: cannot be started: execute: No such file'
unnoticed
done_testing
