#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# An image whose archive was cut off does not start, and says so.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

rm "$root/etc/whit/complete"
start_init
ok "a truncated image stops with a clear message" says 'cannot start: the initrd is truncated: /etc/whit/complete is missing'
ok "init ends" wait_for '! kill -0 "$unshare_pid"' 5
done_testing
